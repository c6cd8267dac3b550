"""Small programs that look after the repository; none of them is part of the package."""
