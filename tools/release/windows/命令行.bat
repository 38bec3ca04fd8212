@echo off
chcp 936 >nul
title drafter
if not exist "%~dp0program\python\python.exe" goto packed
set "PATH=%~dp0program\commands;%PATH%"
cd /d "%~dp0"
echo 输入 drafter -h 看有哪些命令；用完后关闭本窗口。
cmd /k
exit /b 0

:packed
echo drafter还在压缩包里，没有打开。请先把压缩包全部解压到一个文件夹，再双击那里的“命令行”。
pause
exit /b 2
