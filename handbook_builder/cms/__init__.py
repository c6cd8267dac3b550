"""A form in the browser for those who never open YAML: Sveltia CMS, set up from our schema."""
