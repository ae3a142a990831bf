package io.picket.text;

/**
 * Something wrong in what a person wrote. A value, never thrown.
 *
 * @param code stable and searchable, such as {@code KQL-004}
 * @param message what is wrong and what was expected instead, one sentence
 * @param mend what to do about it, one sentence; empty when the message says it all
 * @param place where it stands
 */
public record Problem(String code, Level level, String message, String mend, Place place) {

    public static Problem error(String code, String message, String mend, Place place) {
        return new Problem(code, Level.ERROR, message, mend, place);
    }

    public static Problem warning(String code, String message, String mend, Place place) {
        return new Problem(code, Level.WARNING, message, mend, place);
    }

    public static Problem note(String code, String message, String mend, Place place) {
        return new Problem(code, Level.NOTE, message, mend, place);
    }

    @Override
    public String toString() {
        return place + ": " + code + ": " + message + (mend.isEmpty() ? "" : " " + mend);
    }
}
