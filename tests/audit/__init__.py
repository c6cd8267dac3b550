"""The audit: can everyone use every page of a site? ``python -m tests.audit`` looks at all pages of the real manual.

``structure`` reads the HTML of a page, ``whole`` the site as one; ``layout.js`` sees what a browser makes of a page;
``look`` opens pages in a browser, where axe-core looks too. The tests do the same on a sample of the pages.
"""
