package dev.ingot.bench;

import dev.ingot.bench.report.Row;
import java.util.List;

/** One benchmark: bounded in rounds and time, and gone without a trace afterwards. */
public interface Bench {
  /** What it is called on the command line. */
  String name();

  /** Heading in the report. */
  String title();

  /** What exactly is measured, how, and what the numbers do not say. */
  String method();

  /** Measures. @throws BenchFailure when it cannot be done here, with the reason */
  List<Row> run(Setting setting) throws Exception;
}
