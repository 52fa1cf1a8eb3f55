"""What a page tells other programs of itself: previews of links, search engines, feed readers."""
