package io.picket.detect;

import io.picket.alert.SourceDocument;
import io.picket.detect.SequenceMachine.Link;
import io.picket.detect.SequenceStanding.End;
import io.picket.detect.SequenceStanding.Nearest;
import io.picket.detect.SequenceStanding.Stood;
import io.picket.event.Event;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the unfinished sequences of a machine, by key: what each is waiting for, and the best that there was.
 * Mirrors what waits in the machine, place by place.
 */
final class SequenceCourses implements SequenceMachine.Watch<SourceDocument> {

    /** Most keys that are followed. */
    static final int KEYS_MAX = 100_000;

    /** Memory for documents that came nearest; further ones are not kept. */
    static final long NEAREST_BYTES_MAX = 256L << 20;

    /** A sequence that got so far, and what came of it. */
    static final class Attempt {
        final List<Stood> events;
        final @Nullable SequenceOrder last;
        End end = new End.Waits();

        @Nullable Nearest nearest;

        Attempt(List<Stood> events, @Nullable SequenceOrder last) {
            this.events = events;
            this.last = last;
        }

        int lacking() {
            return nearest == null ? Integer.MAX_VALUE : nearest.lacking();
        }
    }

    record Stray(SequenceOrder order, Stood event) {}

    /** What is known of one key. */
    static final class Course {
        final @Nullable Attempt[] waiting;
        final @Nullable Stray[] strays;
        final Map<SequenceOrder, Attempt> complete = new HashMap<>();
        final Attempt none = new Attempt(List.of(), null);
        Attempt best = none;
        long sequences;

        Course(int places) {
            waiting = new @Nullable Attempt[places];
            strays = new @Nullable Stray[places];
        }
    }

    /** The nearer one is the greater. */
    private static final Comparator<Attempt> NEARNESS = Comparator.comparing((Attempt one) -> rank(one.end) == 0)
            .thenComparingInt(one -> one.events.size())
            .thenComparingInt(one -> -rank(one.end))
            .thenComparingLong(one -> one.end instanceof End.TooLate(var event, long after) ? -after : 0)
            .thenComparingInt(one -> -one.lacking());

    private final SequenceShape shape;
    private final int places;
    private final Map<JoinKey, Course> courses = new HashMap<>();
    private long nearestBytes;
    private long left;

    SequenceCourses(SequenceShape shape) {
        this.shape = shape;
        this.places = shape.positives();
    }

    @Nullable Course of(JoinKey key) {
        return courses.get(key);
    }

    /** The key's course, begun if it is new; null if there are too many. */
    @Nullable Course follow(JoinKey key) {
        Course known = courses.get(key);
        if (known != null) {
            return known;
        }
        if (courses.size() == KEYS_MAX) {
            left++;
            return null;
        }
        Course course = new Course(places);
        courses.put(key, course);
        return course;
    }

    /** What waits for an event for a place, if one of this time would be in time. */
    @Nullable Attempt waitingFor(Course course, int place, long time) {
        if (place == 0) {
            return course.best == course.none ? course.none : null;
        }
        Attempt attempt = course.waiting[place - 1];
        boolean isInTime = attempt != null
                && attempt.last != null
                && attempt.last.time() <= time
                && time - attempt.events.getFirst().time() <= shape.maxspan();
        return isInTime ? attempt : null;
    }

    /** Keeps the event if none lacks less for what is waited for. */
    void nearer(Attempt attempt, Event event, long time, int lacks) {
        if (lacks == 0 || lacks >= attempt.lacking()) {
            return;
        }
        SourceDocument document = SourceDocument.of(event);
        if (nearestBytes + document.bytes() > NEAREST_BYTES_MAX) {
            return;
        }
        release(attempt);
        nearestBytes += document.bytes();
        attempt.nearest = new Nearest(document, time, lacks);
    }

    private static Stood stood(SequenceOrder order, SourceDocument event) {
        return new Stood(event.index(), event.id(), order.time());
    }

    @Override
    public void reached(JoinKey key, int place, Link<SourceDocument> last) {
        Course course = follow(key);
        if (course == null) {
            return;
        }
        List<Stood> events = SequenceMachine.links(last).stream()
                .map(link -> stood(link.order(), link.event()))
                .toList();
        Attempt attempt = new Attempt(events, last.order());
        if (place > 0) {
            drop(course, place - 1);
        }
        if (place == places - 1) {
            course.complete.put(last.order(), attempt);
        } else {
            end(course, place, new End.Waits());
            course.waiting[place] = attempt;
        }
    }

    @Override
    public void tooLate(JoinKey key, int place, SequenceOrder order, SourceDocument event) {
        Course course = follow(key);
        Attempt attempt = course == null ? null : course.waiting[place - 1];
        if (course != null && attempt != null) {
            long after = order.time() - attempt.events.getFirst().time();
            end(course, place - 1, new End.TooLate(stood(order, event), after));
        }
    }

    @Override
    public void unused(JoinKey key, int place, SequenceOrder order, SourceDocument event) {
        Course course = follow(key);
        if (course != null) {
            course.strays[place] = new Stray(order, stood(order, event));
        }
    }

    @Override
    public void ended(JoinKey key, SequenceOrder order, SourceDocument event) {
        Course course = courses.get(key);
        for (int place = 0; course != null && place < places - 1; place++) {
            end(course, place, new End.Until(stood(order, event)));
        }
    }

    @Override
    public void refuted(SequenceFound<SourceDocument> found, int step, long time) {
        Course course = courses.get(found.key());
        Attempt attempt = course == null ? null : course.complete.remove(found.last());
        if (course != null && attempt != null) {
            attempt.end = new End.Present(step, time);
            settle(course, attempt);
        }
    }

    void found(SequenceFound<SourceDocument> found) {
        Course course = courses.get(found.key());
        Attempt attempt = course == null ? null : course.complete.remove(found.last());
        if (course != null && attempt != null) {
            course.sequences++;
            attempt.end = new End.Alerts();
            settle(course, attempt);
        }
    }

    /** What waits at a place has come to its end there. */
    private void end(Course course, int place, End end) {
        Attempt attempt = course.waiting[place];
        if (attempt != null) {
            course.waiting[place] = null;
            attempt.end = end instanceof End.Waits ? waited(course, attempt) : end;
            settle(course, attempt);
        }
    }

    /** An event for the next step that was there before its turn, but near enough, if there was one. */
    private End waited(Course course, Attempt attempt) {
        Stray stray = course.strays[attempt.events.size()];
        SequenceOrder last = attempt.last;
        boolean isNear = stray != null
                && last != null
                && stray.order().compareTo(last) < 0
                && last.time() - stray.order().time() <= shape.maxspan();
        return stray != null && isNear ? new End.TooEarly(attempt.events.size(), stray.event()) : attempt.end;
    }

    /** What waited at a place has gone on. */
    private void drop(Course course, int place) {
        Attempt attempt = course.waiting[place];
        if (attempt != null) {
            course.waiting[place] = null;
            release(attempt);
        }
    }

    private void settle(Course course, Attempt attempt) {
        if (NEARNESS.compare(attempt, course.best) > 0) {
            release(course.best);
            course.best = attempt;
        } else {
            release(attempt);
        }
    }

    private void release(Attempt attempt) {
        Nearest nearest = attempt.nearest;
        if (nearest != null) {
            nearestBytes -= nearest.event().bytes();
        }
    }

    /** What tells most comes first. */
    private static int rank(End end) {
        return switch (end) {
            case End.Alerts alerts -> 0;
            case End.Present present -> 1;
            case End.TooLate late -> 2;
            case End.Until until -> 3;
            case End.TooEarly early -> 4;
            case End.Waits waits -> 5;
        };
    }

    /** How the keys stand, nearest first; the end of it. */
    List<SequenceStanding> standings() {
        courses.values().forEach(this::end);
        return courses.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<JoinKey, Course> one) -> one.getValue().best, NEARNESS.reversed())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> standing(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void end(Course course) {
        for (int place = 0; place < places - 1; place++) {
            end(course, place, new End.Waits());
        }
        for (int place = places - 1; place > 0 && course.best == course.none; place--) {
            Stray stray = course.strays[place];
            if (stray != null) {
                course.none.end = new End.TooEarly(place, stray.event());
            }
        }
    }

    private static SequenceStanding standing(JoinKey key, Course course) {
        Attempt best = course.best;
        return new SequenceStanding(
                key.values(),
                best.events,
                best.end,
                course.sequences,
                Optional.ofNullable(best.nearest).filter(nearest -> tells(best.end, nearest)));
    }

    /** Whether what came nearest says more than how it ended. */
    private static boolean tells(End end, Nearest nearest) {
        return switch (end) {
            case End.Alerts alerts -> false;
            case End.Present present -> false;
            case End.TooLate late -> false;
            case End.Until(Stood event) -> !event.id().equals(nearest.event().id());
            case End.TooEarly early -> true;
            case End.Waits waits -> true;
        };
    }

    /** How often a key was left out since there were too many. */
    long left() {
        return left;
    }
}
