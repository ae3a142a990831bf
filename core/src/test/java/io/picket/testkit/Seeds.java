package io.picket.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a parameterised law test with seeds 0 to {@code value - 1}; {@code -Dseed=N} replays one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(Seeds.Source.class)
public @interface Seeds {

    int value() default 200;

    /** Hands out the seeds. */
    final class Source implements ArgumentsProvider, AnnotationConsumer<Seeds> {
        private int count;

        @Override
        public void accept(Seeds seeds) {
            count = seeds.value();
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, org.junit.jupiter.api.extension.ExtensionContext context) {
            String one = System.getProperty("seed");
            return one != null
                    ? Stream.of(Arguments.of(Long.parseLong(one)))
                    : LongStream.range(0, count).mapToObj(Arguments::of);
        }
    }
}
