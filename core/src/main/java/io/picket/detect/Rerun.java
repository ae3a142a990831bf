package io.picket.detect;

/** A detector on the schedule clock that may be told the events of every run anew: see {@link MovingRuns}. */
interface Rerun extends Detector, Resumable {

    /**
     * Forgets the events it holds and keeps what it has made of them: what became an alert, was counted or suppressed. To
     * be called before the first event, and after every run; all events of a run are then added with the run's time as
     * their arrival.
     */
    void forgetEvents();
}
