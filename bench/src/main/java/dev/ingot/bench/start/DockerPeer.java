package dev.ingot.bench.start;

import dev.ingot.bench.docker.DockerEngine;
import dev.ingot.bench.measure.Rounds;

/** `docker run -d` of the image, with the limits the cell gives an instance as far as Docker has them. */
final class DockerPeer {
  private static final String NAME = "ingot-bench-start";
  private final DockerEngine engine;
  private final String image;

  DockerPeer(DockerEngine engine, String image) {
    this.engine = engine;
    this.image = image;
    engine.docker("pull", "-q", image);
  }

  /** Milliseconds until the command returns: the process is exec'd then. The container is removed afterwards. */
  double run() {
    long start = System.nanoTime();
    engine.docker("run", "-d", "--name", NAME, "-m", "32m", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--pids-limit", "2048",
        "-e", "PORT=8080", image);
    double took = Rounds.since(start);
    engine.docker("rm", "-f", NAME);
    return took;
  }
}
