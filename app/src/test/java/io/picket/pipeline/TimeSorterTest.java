package io.picket.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

class TimeSorterTest {

    private record Item(long time, long tie, int number) {}

    @TempDir
    Path folder;

    @ParameterizedTest
    @Seeds(60)
    void anyOrderComesOutSorted_inMemoryAndThroughFiles(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long memory = seed % 2 == 0 ? Long.MAX_VALUE : 20_000;
        List<Item> items = new ArrayList<>();
        List<Item> out = new ArrayList<>();
        try (TimeSorter sorter = new TimeSorter(folder, memory)) {
            long base = random.nextLong(-5_000, 2_000_000_000_000L);
            long lateness = 20_000;
            long latest = base;
            for (int i = 0; i < 2_000; i++) {
                long time = base + i * 40L - random.nextLong(lateness);
                latest = Math.max(latest, time);
                long tie = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(4);
                items.add(new Item(time, tie, i));
                sorter.add(
                        time,
                        tie,
                        ByteBuffer.allocate(20)
                                .putLong(time)
                                .putLong(tie)
                                .putInt(i)
                                .array(),
                        0,
                        20);
                if (random.nextInt(50) == 0) {
                    sorter.release(
                            base + i * 40L - lateness, (at, bytes, from, length) -> out.add(item(at, bytes, from)));
                }
            }
            sorter.release(Long.MAX_VALUE, (at, bytes, from, length) -> out.add(item(at, bytes, from)));
            assertThat(sorter.waiting()).isZero();
        }
        items.sort(Comparator.comparingLong(Item::time)
                .thenComparing(Item::tie, Long::compareUnsigned)
                .thenComparingInt(Item::number));
        assertThat(out.stream().map(Item::time))
                .containsExactlyElementsOf(items.stream().map(Item::time).toList());
        assertThat(out).containsExactlyInAnyOrderElementsOf(items);
        if (memory == Long.MAX_VALUE) {
            assertThat(out).containsExactlyElementsOf(items);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** So that a program that is killed leaves nothing behind. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesHaveNoName() throws IOException {
        try (TimeSorter sorter = new TimeSorter(folder, 100)) {
            for (int i = 0; i < 100; i++) {
                sorter.add(i * 1000L, 0, new byte[100], 0, 100);
            }
            assertThat(sorter.runsWritten()).isPositive();
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static Item item(long time, byte[] bytes, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertThat(buffer.getLong(from)).isEqualTo(time);
        return new Item(time, buffer.getLong(from + 8), buffer.getInt(from + 16));
    }

    @ParameterizedTest
    @Seeds(5)
    void oneEventFarAhead_doesNotMoveTheFrontier(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Frontier frontier = new Frontier(Long.MIN_VALUE);
        frontier.see(1_000_000);
        frontier.see(1_000_000_000_000L + random.nextInt(1000));
        frontier.see(1_000_500);
        assertThat(frontier.time()).isEqualTo(1_000_500);
        for (int i = 0; i < 40; i++) {
            frontier.see(2_000_000_000L + i);
        }
        assertThat(frontier.time()).isBetween(2_000_000_000L, 2_000_000_050L);
    }
}
