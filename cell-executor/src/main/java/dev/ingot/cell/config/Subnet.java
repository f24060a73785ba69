package dev.ingot.cell.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 subnet of 16 to 28 prefix bits. Host 1 is the gateway; hosts 2 to {@link #lastHost} are containers. */
public record Subnet(int base, int bits) {
  private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  public static Subnet parse(String cidr) {
    Matcher m = CIDR.matcher(cidr);
    if (!m.matches()) {
      throw new IllegalArgumentException("subnet = " + cidr + ": must look like 10.132.1.0/24");
    }
    int base = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(m.group(i));
      if (octet > 255) {
        throw new IllegalArgumentException("subnet = " + cidr + ": octet " + octet + " is over 255");
      }
      base = base << 8 | octet;
    }
    int bits = Integer.parseInt(m.group(5));
    if (bits < 16 || bits > 28 || (base & ((1 << (32 - bits)) - 1)) != 0) {
      throw new IllegalArgumentException("subnet = " + cidr + ": must be the first address of a network with 16 to 28 bits");
    }
    return new Subnet(base, bits);
  }

  /** Address of host n, 1 = the gateway. */
  public String address(int n) {
    int a = base + n;
    return (a >>> 24) + "." + (a >>> 16 & 255) + "." + (a >>> 8 & 255) + "." + (a & 255);
  }

  public String gateway() {
    return address(1);
  }

  /** Highest host number that a container may have. */
  public int lastHost() {
    return (1 << (32 - bits)) - 2;
  }

  @Override
  public String toString() {
    return address(0) + "/" + bits;
  }
}
