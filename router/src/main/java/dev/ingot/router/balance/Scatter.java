package dev.ingot.router.balance;

/** Spreads texts evenly over the 64-bit numbers, the same on every router. Not for secrets. */
final class Scatter {
  private Scatter() {}

  /** FNV-1a, then mixed (MurmurHash3's finalizer), for FNV alone leaves short texts close together. */
  static long of(String text) {
    return of(0, text);
  }

  static long of(long seed, String text) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
