"""GB/T 9704-2012, 公文格式: what it asks of a page, a font, a level; checked and put right."""
