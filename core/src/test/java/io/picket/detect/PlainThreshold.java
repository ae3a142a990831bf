package io.picket.detect;

import io.picket.alert.ThresholdResult;
import io.picket.detect.ThresholdKit.Counting;
import io.picket.detect.ThresholdKit.Happening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Threshold rules told as plainly as can be: no index, no incremental count, every question answered by looking at all
 * events again. The specification of the detectors. Group and counted fields hold keywords only.
 */
final class PlainThreshold {

    /** An alert as far as the specification goes. */
    record Told(List<Object> group, long count, long distinct, long first, long last, long start, long raised) {
        static Told of(ThresholdResult result) {
            return new Told(
                    result.values(),
                    result.count(),
                    result.cardinality().map(ThresholdResult.Distinct::count).orElse(0L),
                    result.first(),
                    result.last(),
                    result.start(),
                    result.raised());
        }
    }

    private static final Comparator<List<Object>> BY_KEY = (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).toString().compareTo(b.get(i).toString());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final Counting rule;
    private final BiPredicate<Happening, Long> meets;

    PlainThreshold(Counting rule) {
        this(rule, (one, run) -> true);
    }

    /** @param meets what else must hold for an event to count in the run at a time */
    PlainThreshold(Counting rule, BiPredicate<Happening, Long> meets) {
        this.rule = rule;
        this.meets = meets;
    }

    // ---- schedule ----

    List<Told> schedule(List<Happening> happenings) {
        List<Told> told = new ArrayList<>();
        Map<List<Object>, Long> counted = new HashMap<>();
        long first = happenings.stream().mapToLong(Happening::arrival).min().orElse(0);
        long last = happenings.stream()
                .mapToLong(one -> Math.max(one.arrival(), one.primary() + rule.toBack()))
                .max()
                .orElse(-1);
        for (long at = up(first); at < last + rule.interval(); at += rule.interval()) {
            long from = at - rule.fromBack();
            long to = at - rule.toBack();
            long now = at;
            counted.values().removeIf(time -> time <= from);
            List<Happening> visible = happenings.stream()
                    .filter(one -> one.arrival() <= now
                            && meets.test(one, now)
                            && from <= one.primary()
                            && one.primary() <= to)
                    .filter(one -> groups(one).stream()
                            .noneMatch(group -> counted.getOrDefault(group, Long.MIN_VALUE) >= one.primary()))
                    .toList();
            int raised = 0;
            for (var entry : byGroup(visible).entrySet()) {
                if (meets(entry.getValue()) && raised++ < rule.maxSignals()) {
                    Told alert = told(entry.getKey(), entry.getValue(), from, at);
                    told.add(alert);
                    counted.put(entry.getKey(), alert.last());
                }
            }
        }
        return told;
    }

    // ---- stream ----

    private static final class Open {
        final List<Happening> events;
        final long start;
        final long raised;

        Open(List<Happening> events, long start, long raised) {
            this.events = events;
            this.start = start;
            this.raised = raised;
        }

        long last() {
            return events.stream().mapToLong(Happening::primary).max().orElseThrow();
        }
    }

    /** Alerts in the order in which their episodes were raised. */
    List<Told> stream(List<Happening> happenings) {
        List<Told> told = new ArrayList<>();
        Map<List<Object>, Open> open = new HashMap<>();
        Map<List<Object>, Long> waiting = new TreeMap<>(BY_KEY);
        Map<Long, Integer> raisedIn = new HashMap<>();
        long lookBack = rule.fromBack() - rule.toBack();
        TreeSet<Long> moments = new TreeSet<>();
        happenings.forEach(one -> moments.add(one.primary()));
        if (moments.isEmpty()) {
            return told;
        }
        long over = moments.last() + 3 * lookBack + 3 * rule.interval();
        for (long end = up(moments.first() + rule.toBack()) - rule.toBack(); end <= over; end += rule.interval()) {
            moments.add(end);
        }
        for (long now : moments) {
            open.entrySet().removeIf(entry -> {
                Open episode = entry.getValue();
                boolean ended = now - episode.last() > lookBack;
                if (ended) {
                    told.add(told(entry.getKey(), episode.events, episode.start, episode.raised));
                }
                return ended;
            });
            List<Happening> present =
                    happenings.stream().filter(one -> one.primary() == now).toList();
            for (var entry : byGroup(present).entrySet()) {
                Open episode = open.get(entry.getKey());
                if (episode != null) {
                    episode.events.addAll(entry.getValue());
                } else if (meets(window(happenings, entry.getKey(), now))) {
                    waiting.putIfAbsent(entry.getKey(), now);
                }
            }
            raise(happenings, waiting, open, raisedIn, now, false);
            if (up(now + rule.toBack()) == now + rule.toBack()) {
                waiting.keySet().removeIf(group -> !meets(window(happenings, group, now)));
                raise(happenings, waiting, open, raisedIn, now, true);
            }
        }
        open.forEach((group, episode) -> told.add(told(group, episode.events, episode.start, episode.raised)));
        return told;
    }

    /** Raises what crossed right now into the present interval, or, at its end, what waits into the next. */
    private void raise(
            List<Happening> happenings,
            Map<List<Object>, Long> waiting,
            Map<List<Object>, Open> open,
            Map<Long, Integer> raisedIn,
            long now,
            boolean next) {
        long interval = up(now + rule.toBack()) + (next ? rule.interval() : 0);
        for (List<Object> group : List.copyOf(waiting.keySet())) {
            long crossed = waiting.getOrDefault(group, now);
            int raised = raisedIn.getOrDefault(interval, 0);
            if ((next || crossed == now) && raised < rule.maxSignals()) {
                raisedIn.put(interval, raised + 1);
                waiting.remove(group);
                open.put(group, new Open(new ArrayList<>(window(happenings, group, now)), crossed, now));
            }
        }
    }

    private List<Happening> window(List<Happening> happenings, List<Object> group, long now) {
        return happenings.stream()
                .filter(one -> one.primary() <= now
                        && now - one.primary() <= rule.fromBack() - rule.toBack()
                        && groups(one).contains(group))
                .toList();
    }

    // ---- both ----

    private long up(long time) {
        return Math.ceilDiv(time, rule.interval()) * rule.interval();
    }

    private Map<List<Object>, List<Happening>> byGroup(Collection<Happening> happenings) {
        Map<List<Object>, List<Happening>> byGroup = new TreeMap<>(BY_KEY);
        for (Happening one : happenings) {
            for (List<Object> group : groups(one)) {
                byGroup.computeIfAbsent(group, key -> new ArrayList<>()).add(one);
            }
        }
        return byGroup;
    }

    private Set<List<Object>> groups(Happening one) {
        Set<List<Object>> groups = Set.of(List.of());
        for (String field : rule.fields()) {
            Set<List<Object>> longer = new HashSet<>();
            for (List<Object> group : groups) {
                for (Object value : values(one, field)) {
                    List<Object> more = new ArrayList<>(group);
                    more.add(value);
                    longer.add(more);
                }
            }
            groups = longer;
        }
        return groups;
    }

    private boolean meets(List<Happening> events) {
        return events.size() >= rule.value()
                && rule.cardinality()
                        .map(cardinality -> distinct(events) >= cardinality.value())
                        .orElse(true);
    }

    private long distinct(List<Happening> events) {
        return rule.cardinality()
                .map(cardinality -> events.stream()
                        .flatMap(one -> values(one, cardinality.field()).stream())
                        .distinct()
                        .count())
                .orElse(0L);
    }

    private Told told(List<Object> group, List<Happening> events, long start, long raised) {
        return new Told(
                group,
                events.size(),
                distinct(events),
                events.stream().mapToLong(Happening::primary).min().orElseThrow(),
                events.stream().mapToLong(Happening::primary).max().orElseThrow(),
                start,
                raised);
    }

    private static Collection<?> values(Happening one, String field) {
        return Optional.ofNullable(one.fields().get(field))
                .<Collection<?>>map(value -> value instanceof List<?> many ? new HashSet<>(many) : List.of(value))
                .orElse(List.of());
    }
}
