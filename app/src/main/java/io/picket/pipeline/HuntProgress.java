package io.picket.pipeline;

/** Is told how far a hunt is. */
public interface HuntProgress {

    HuntProgress SILENT = new HuntProgress() {
        @Override
        public void at(long events, long bytesRead, long bytesAll) {}

        @Override
        public void done() {}
    };

    /**
     * Called now and then.
     *
     * @param bytesRead of the files as they lie on disk
     * @param bytesAll of all of them; 0 when not known
     */
    void at(long events, long bytesRead, long bytesAll);

    void done();
}
