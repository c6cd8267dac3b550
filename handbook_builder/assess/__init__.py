"""What workshops achieved: takes the answers that people gave, gives figures that betray nobody."""
