"""A document of sections: sentences, tables and charts, as a page that needs nothing beside it."""
