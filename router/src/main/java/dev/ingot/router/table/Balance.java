package dev.ingot.router.table;

/**
 * How a route chooses among its endpoints.
 *
 * @param header whose value decides, for HASH; else empty
 * @param factor how much busier than the average an endpoint may be before the next one is taken, for HASH; 0 = any
 */
public record Balance(Kind kind, String header, double factor) {
  /** One after the other, by weight where there are weights. */
  public static final Balance ROUND_ROBIN = new Balance(Kind.ROUND_ROBIN, "", 0);
  /** The one with the fewest requests in flight. */
  public static final Balance LEAST_CONNECTION = new Balance(Kind.LEAST_CONNECTION, "", 0);

  /** The algorithms. */
  public enum Kind { ROUND_ROBIN, LEAST_CONNECTION, HASH }
}
