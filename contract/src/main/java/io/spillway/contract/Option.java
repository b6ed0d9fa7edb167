package io.spillway.contract;

import io.spillway.contract.yaml.Units;
import java.time.Duration;

/** One row of the table of options; {@code path} is dotted, in proto names. */
sealed interface Option {
    String path();

    Rule rule();

    /** As an author would write it; {@code -} when there is none. */
    String defaultText();

    String range();

    String description();

    String example();

    /** Empty when Envoy never sees it. */
    String envoyField();

    /** Bounds are included. */
    record DurationOption(
            String path,
            Rule rule,
            Duration min,
            Duration max,
            String defaultText,
            String description,
            String example,
            String envoyField)
            implements Option {
        @Override
        public String range() {
            return Text.of(min) + " to " + Text.of(max);
        }
    }

    /** Bounds are included unless {@code lower} says otherwise. */
    record NumberOption(
            String path,
            Rule rule,
            double min,
            Lower lower,
            double max,
            String defaultText,
            String description,
            String example,
            String envoyField)
            implements Option {
        enum Lower {
            INCLUDED,
            EXCLUDED
        }

        @Override
        public String range() {
            return lower == Lower.INCLUDED
                    ? Text.of(min) + " to " + Text.of(max)
                    : "above " + Text.of(min) + ", at most " + Text.of(max);
        }

        boolean contains(double value) {
            return value <= max && (lower == Lower.INCLUDED ? value >= min : value > min);
        }
    }

    record OtherOption(
            String path,
            Rule rule,
            String range,
            String defaultText,
            String description,
            String example,
            String envoyField)
            implements Option {}

    /** Bounds in words. */
    final class Text {
        private Text() {}

        private static String of(Duration duration) {
            return Units.format(duration);
        }

        private static String of(double value) {
            return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
        }
    }
}
