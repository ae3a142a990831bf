package io.picket.detect;

/** State that outlives the process: taken out as bytes and put back, by this version or a later one. */
public interface KeyedState {

    /** The state as it is now. */
    byte[] snapshot();

    /**
     * Puts a state back into a detector of the same rule that has not seen an event yet; then it goes on as if it had
     * never stopped.
     *
     * @throws IllegalArgumentException if the bytes are no state of this kind of detector
     */
    void restore(byte[] snapshot);
}
