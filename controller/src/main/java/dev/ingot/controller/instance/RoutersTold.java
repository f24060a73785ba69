package dev.ingot.controller.instance;

/** Whether routers know what is in the database: who reads that an instance runs will send it requests at once. */
public interface RoutersTold {
  /** Waits until the routers of this controller were told of what was committed before, half a second at most: then they are busy, and will be told. */
  void await();
}
