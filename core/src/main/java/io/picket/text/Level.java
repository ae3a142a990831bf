package io.picket.text;

/** How grave a problem is. An error makes the thing unusable; a warning is probably a mistake; a note is worth knowing. */
public enum Level {
    ERROR,
    WARNING,
    NOTE
}
