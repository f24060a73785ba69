package dev.ingot.oci.layer;

/** Numeric owner of an entry, 0 to 4294967294. */
public record Owner(long uid, long gid) {
  public static final Owner ROOT = new Owner(0, 0);

  public Owner {
    if (uid < 0 || uid > 0xfffffffeL || gid < 0 || gid > 0xfffffffeL) {
      throw new IllegalArgumentException("no such owner: " + uid + ":" + gid + "; ids go from 0 to 4294967294");
    }
  }
}
