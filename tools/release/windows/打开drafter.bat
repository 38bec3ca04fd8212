@echo off
chcp 936 >nul
title drafter
if not exist "%~dp0program\python\python.exe" goto packed
"%~dp0program\python\python.exe" -X utf8 "%~dp0program\start.py" %*
if errorlevel 1 goto stopped
exit /b 0

:packed
echo drafter还在压缩包里，没有打开。请先把压缩包全部解压到一个文件夹，再双击那里的“打开drafter”。

:stopped
pause
exit /b 2
