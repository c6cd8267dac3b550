"""What is done to a built site as a whole: takes the folder of its files, whatever generator made them."""
