package io.spillway.simulation;

import java.util.Arrays;
import java.util.List;

/** Measurements at equal distances of virtual time, in named columns. */
public final class Timeline {
    private final List<String> columns;
    private final double[][] values;
    private int rows;

    Timeline(String... columns) {
        this.columns = List.of(columns);
        this.values = new double[columns.length][64];
    }

    void add(double... row) {
        for (int i = 0; i < values.length; i++) {
            if (rows == values[i].length) {
                values[i] = Arrays.copyOf(values[i], 2 * rows);
            }
            values[i][rows] = row[i];
        }
        rows++;
    }

    /** What is measured. */
    public List<String> columns() {
        return columns;
    }

    /** How many intervals there were. */
    public int rows() {
        return rows;
    }

    /**
     * One measurement in all intervals; NaN where there was nothing to measure.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public double[] column(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("column: " + name + " (expected: one of " + columns + ")");
        }
        return Arrays.copyOf(values[index], rows);
    }

    /** The sum of a column over the intervals from one to another, that one excluded. */
    public double sum(String name, int fromRow, int toRow) {
        double sum = 0;
        for (double value : Arrays.copyOfRange(column(name), fromRow, Math.min(toRow, rows))) {
            sum += value;
        }
        return sum;
    }

    /** The greatest value of a column, 0 when there is none. */
    public double most(String name) {
        double most = 0;
        for (double value : column(name)) {
            most = Math.max(most, Double.isNaN(value) ? 0 : value);
        }
        return most;
    }
}
