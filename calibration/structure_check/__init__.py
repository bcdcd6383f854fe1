"""Do the births of 2016–2018 follow from structure: with and without each stage, and by cause."""
