package io.picket.detect;

import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When each term was there, as far as runs still ask.
 *
 * <p>A run at T takes a term as new if its first event in the history window [T − to − back, T − to] lies after the
 * range's start T − from. Call that event c, and p the last one before c: then p must have left the window while c is
 * still in range, so c − p exceeds {@code gap} = back − look-back. Therefore of a sequence of events that follow each
 * other within {@code gap} only the first can ever be an alert, and the rest need not be kept: only when the sequence
 * ends. A term is a list of such spells; nearly always one, of two times, and the source of its first event for as long
 * as that may still be alerted on. Events come by arrival, so a spell may grow at its front and spells may grow together.
 */
final class NewTermsTable {

    private static final int TERM_BYTES = 320;
    private static final int CANDIDATE_BYTES = 120;

    /** The first event of a spell, while a run may still alert on it. */
    static final class Candidate {
        private final List<Object> term;
        private final SourceDocument document;
        private final @Nullable ValueGroup group;
        private final long time;
        private final long firstSeen;
        private final long number;
        private boolean live = true;
        private boolean beyond;
        private long dueAt;

        private Candidate(
                List<Object> term,
                SourceDocument document,
                @Nullable ValueGroup group,
                long time,
                long firstSeen,
                long number) {
            this.term = term;
            this.document = document;
            this.group = group;
            this.time = time;
            this.firstSeen = firstSeen;
            this.number = number;
            this.dueAt = firstSeen;
        }

        List<Object> term() {
            return term;
        }

        SourceDocument document() {
            return document;
        }

        /** Its suppression group; null where the rule does not suppress. */
        @Nullable ValueGroup group() {
            return group;
        }

        long time() {
            return time;
        }

        long number() {
            return number;
        }

        /** Whether the last run had no allowance for it. */
        void beyond(boolean beyond) {
            this.beyond = beyond;
        }

        private long bytes() {
            return CANDIDATE_BYTES + document.bytes();
        }
    }

    /** Events that follow each other within the gap. */
    private static final class Spell {
        private long start;
        private long end;
        private @Nullable Candidate first;

        private Spell(long start, long end, @Nullable Candidate first) {
            this.start = start;
            this.end = end;
            this.first = first;
        }
    }

    /** A candidate is due at a run; nothing to it if the candidate was replaced meanwhile. */
    private record Due(long run, Candidate candidate) {}

    private final Runs runs;
    private final NewTermsHistory history;
    private final long bytesMax;
    private final LinkedHashMap<List<Object>, List<Spell>> terms = new LinkedHashMap<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::run).thenComparingLong(d -> d.candidate().number));
    /** Whether terms are told anew for every run, so that what became of them is kept apart. */
    private boolean retold;

    /** Terms with the events that are dealt with, and their times; kept only if retold. */
    private final LinkedHashMap<String, Long> dealtWith = new LinkedHashMap<>();

    /** Terms with events that were beyond the limit in the last run; kept only if retold. */
    private final Set<String> left = new HashSet<>();

    private long numbers;
    private long bytes;
    private long lost;

    NewTermsTable(Runs runs, NewTermsHistory history, long bytesMax) {
        this.runs = runs;
        this.history = history;
        this.bytesMax = bytesMax;
    }

    /**
     * Notes that a term was there.
     *
     * @param firstSeen the first run that could see the event
     * @return how many terms had to be forgotten for it
     */
    long add(List<Object> term, SourceDocument document, @Nullable ValueGroup group, long time, long firstSeen) {
        List<Spell> spells = terms.remove(term);
        if (spells == null) {
            spells = new ArrayList<>(1);
            bytes += bytesOf(term);
        }
        terms.putLast(term, spells);
        int at = 0;
        while (at < spells.size() && spells.get(at).end < time) {
            at++;
        }
        Spell before = at == 0 ? null : spells.get(at - 1);
        Spell after = at == spells.size() ? null : spells.get(at);
        boolean joinsBefore = before != null && time - before.end <= history.gap();
        if (after != null && after.start <= time) {
            return shed();
        }
        if (joinsBefore && before != null) {
            before.end = time;
            if (after != null && after.start - time <= history.gap()) {
                before.end = after.end;
                drop(after);
                spells.remove(at);
            }
        } else {
            Candidate candidate = new Candidate(term, document, group, time, firstSeen, numbers++);
            boolean dealt = retold && dealtWith.containsKey(key(candidate));
            if (after != null && after.start - time <= history.gap()) {
                drop(after);
                after.start = time;
                after.first = dealt ? null : candidate;
            } else {
                spells.add(at, new Spell(time, time, dealt ? null : candidate));
            }
            if (!dealt) {
                bytes += candidate.bytes();
                schedule(candidate, firstSeen);
            }
        }
        return shed();
    }

    private void schedule(Candidate candidate, long run) {
        candidate.dueAt = run;
        due.add(new Due(run, candidate));
    }

    private void drop(Spell spell) {
        Candidate first = spell.first;
        if (first != null) {
            release(first);
            spell.first = null;
        }
    }

    /** The candidate has become an alert. */
    void done(Candidate candidate) {
        if (retold) {
            dealtWith.put(key(candidate), candidate.time);
        }
        release(candidate);
    }

    private static String key(Candidate candidate) {
        return candidate.document.key() + '\0' + candidate.term;
    }

    /** Forgets every term, but not what became of it; from now on terms are told anew for every run. */
    void forgetEvents() {
        retold = true;
        for (Due one : due) {
            if (one.candidate().live && one.candidate().beyond) {
                left.add(key(one.candidate()));
            }
        }
        terms.clear();
        due.clear();
        bytes = 0;
    }

    /** The candidate has become an alert, or never will. */
    private void release(Candidate candidate) {
        if (candidate.live) {
            candidate.live = false;
            bytes -= candidate.bytes();
            List<Spell> spells = terms.getOrDefault(candidate.term, List.of());
            for (Spell spell : spells) {
                if (spell.first == candidate) {
                    spell.first = null;
                }
            }
        }
    }

    /** The next run that a candidate is due at, or {@link RunWalk.Work#NEVER}. */
    long nextRun() {
        while (!due.isEmpty() && !due.element().candidate().live) {
            due.remove();
        }
        return due.isEmpty() ? RunWalk.Work.NEVER : due.element().run();
    }

    /** The terms that are new in this run, in no order. Each stays due at the next run until it is released. */
    List<Candidate> newIn(long run) {
        List<Candidate> found = new ArrayList<>();
        while (nextRun() <= run) {
            Candidate candidate = due.remove().candidate();
            long first = firstRunNewIn(candidate, run);
            if (first == RunWalk.Work.NEVER) {
                lost += candidate.beyond ? 1 : 0;
                release(candidate);
            } else if (first > run) {
                schedule(candidate, first);
            } else {
                found.add(candidate);
            }
        }
        for (Candidate candidate : found) {
            schedule(candidate, runs.next(run));
            if (retold) {
                left.remove(key(candidate));
            }
        }
        lost += left.size();
        left.clear();
        return found;
    }

    /** The first run from this one on that takes the candidate as new, as things stand. */
    private long firstRunNewIn(Candidate candidate, long run) {
        long first = Math.max(run, candidate.firstSeen);
        long previous = previousEnd(candidate);
        if (previous != Long.MIN_VALUE) {
            first = Math.max(first, runs.atOrAfter(previous + runs.toBack() + history.back() + 1));
        }
        return candidate.time > runs.from(first) ? first : RunWalk.Work.NEVER;
    }

    /** The last event before the candidate, or {@link Long#MIN_VALUE}. */
    private long previousEnd(Candidate candidate) {
        long end = Long.MIN_VALUE;
        for (Spell spell : terms.getOrDefault(candidate.term, List.of())) {
            if (spell.first == candidate) {
                return end;
            }
            end = spell.end;
        }
        return end;
    }

    /** Forgets what no run from this one on can see, oldest sight first. */
    void forget(long run) {
        long before = runs.to(run) - history.back();
        dealtWith.values().removeIf(time -> time < before);
        while (!terms.isEmpty() && isOver(terms.firstEntry().getValue(), before)) {
            forgetOldest();
        }
    }

    private static boolean isOver(List<Spell> spells, long before) {
        return spells.stream().allMatch(spell -> spell.end < before && spell.first == null);
    }

    private long shed() {
        long forgotten = 0;
        while (bytes > bytesMax && terms.size() > 1) {
            forgetOldest();
            forgotten++;
        }
        return forgotten;
    }

    private void forgetOldest() {
        var oldest = terms.firstEntry();
        oldest.getValue().forEach(this::drop);
        terms.pollFirstEntry();
        bytes -= bytesOf(oldest.getKey());
    }

    private static long bytesOf(List<Object> term) {
        long bytes = TERM_BYTES;
        for (Object value : term) {
            bytes += value instanceof String text ? 56 + text.length() : 24;
        }
        return bytes;
    }

    /** Terms that were new but beyond the limit in every run that could have alerted on them. */
    long overflowed() {
        return lost
                + left.size()
                + due.stream()
                        .filter(d -> d.candidate().live && d.candidate().beyond)
                        .count();
    }

    /** Memory taken, estimated. */
    long bytes() {
        return bytes;
    }

    void save(StateWriter out) {
        out.number(numbers);
        out.number(lost);
        out.flag(retold);
        out.size(dealtWith.size());
        dealtWith.forEach((key, time) -> {
            out.text(key);
            out.number(time);
        });
        out.size(left.size());
        left.forEach(out::text);
        out.size(terms.size());
        terms.forEach((term, spells) -> {
            out.values(term);
            out.size(spells.size());
            for (Spell spell : spells) {
                out.number(spell.start);
                out.number(spell.end);
                Candidate first = spell.first;
                out.flag(first != null);
                if (first != null) {
                    save(out, first);
                }
            }
        });
    }

    private static void save(StateWriter out, Candidate candidate) {
        out.document(candidate.document);
        out.flag(candidate.group != null);
        if (candidate.group != null) {
            out.group(candidate.group);
        }
        out.number(candidate.time);
        out.number(candidate.firstSeen);
        out.number(candidate.number);
        out.number(candidate.dueAt);
        out.flag(candidate.beyond);
    }

    void load(StateReader in) {
        terms.clear();
        due.clear();
        bytes = 0;
        numbers = in.number();
        lost = in.number();
        retold = in.flag();
        for (int i = in.size(); i > 0; i--) {
            dealtWith.put(in.text(), in.number());
        }
        for (int i = in.size(); i > 0; i--) {
            left.add(in.text());
        }
        for (int i = in.size(); i > 0; i--) {
            List<Object> term = in.presentValues();
            List<Spell> spells = new ArrayList<>(1);
            for (int n = in.size(); n > 0; n--) {
                Spell spell = new Spell(in.number(), in.number(), null);
                if (in.flag()) {
                    spell.first = candidate(in, term);
                }
                spells.add(spell);
            }
            terms.put(term, spells);
            bytes += bytesOf(term);
        }
    }

    private Candidate candidate(StateReader in, List<Object> term) {
        SourceDocument document = in.document();
        ValueGroup group = in.flag() ? in.group() : null;
        Candidate candidate = new Candidate(term, document, group, in.number(), in.number(), in.number());
        bytes += candidate.bytes();
        schedule(candidate, in.number());
        candidate.beyond = in.flag();
        return candidate;
    }
}
