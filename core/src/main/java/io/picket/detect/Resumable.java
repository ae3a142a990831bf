package io.picket.detect;

/**
 * State that can be put away and taken up again: stopping and restoring anywhere is as if there had been no stop. The
 * bytes begin with a version; a later version reads those of the one before.
 */
public interface Resumable {

    /** Everything it remembers. */
    byte[] snapshot();

    /**
     * Takes up what {@link #snapshot} of the same rule and clock gave.
     *
     * @throws IllegalArgumentException if the bytes are something else
     * @throws IllegalStateException if this one has already seen events
     */
    void restore(byte[] snapshot);
}
