package io.spillway.contract.yaml;

/** The keys of a schema as Markdown tables, one for each mapping: what the documentation shows is what parses. */
public final class SchemaTables {
    private final StringBuilder out = new StringBuilder();

    private SchemaTables() {}

    /** All tables under headings of the third level, the first of them named {@code title}. */
    public static String of(String title, Schema schema) {
        SchemaTables tables = new SchemaTables();
        tables.table(title, schema);
        return tables.out.toString();
    }

    private void table(String title, Schema schema) {
        out.append("### `").append(title).append("`\n\n");
        out.append(
                "| key | value | default | what it does | example | becomes in Envoy |\n|---|---|---|---|---|---|\n");
        for (Key<?> key : schema.keys()) {
            row(
                    code(key.name()),
                    key.type().words(),
                    key.need() == Key.Need.REQUIRED
                            ? "required"
                            : key.writtenDefault()
                                    .map(value -> code(written(value)))
                                    .orElse("-"),
                    key.description(),
                    code(key.example()),
                    key.envoyField().isEmpty() ? "-" : key.envoyField());
        }
        out.append('\n');
        for (Key<?> key : schema.keys()) {
            String prefix = title.endsWith(".yaml") ? "" : title + ".";
            key.type().inner().ifPresent(inner -> table(prefix + key.name() + suffix(key), inner));
        }
    }

    private static String suffix(Key<?> key) {
        String words = key.type().words();
        if (words.startsWith("a list")) {
            return "[]";
        }
        if (!words.startsWith("a mapping from")) {
            return "";
        }
        return words.contains("a list") ? ".*[]" : ".*";
    }

    private void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String written(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(Math.round(number))
                : value.toString();
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }
}
