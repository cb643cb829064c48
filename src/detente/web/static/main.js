// What makes the pages quicker to use; without it every link and form still works.
