package dev.ingot.stager.build;

import java.util.List;

/**
 * One way to start the app.
 *
 * @param command ≥ 1 element
 * @param direct false = by a shell, with profile scripts
 * @param workingDirectory "" = the app directory
 * @param api minor number of the buildpack's API: before 9, arguments are added, else they replace
 * @param execEnv execution environments it is for; empty = all
 */
public record LaunchProcess(String type, List<String> command, List<String> args, boolean direct, String workingDirectory, String buildpackId, int api,
    List<String> execEnv) {
  /** A process for all execution environments. */
  public LaunchProcess(String type, List<String> command, List<String> args, boolean direct, String workingDirectory, String buildpackId, int api) {
    this(type, command, args, direct, workingDirectory, buildpackId, api, List.of());
  }

  /** Command and arguments as people read them; `bash -c X` is shown as X. */
  public String shown() {
    if (command.size() == 3 && command.get(0).matches("(/bin/)?(ba)?sh") && command.get(1).equals("-c") && args.isEmpty()) {
      return command.get(2);
    }
    var all = new java.util.ArrayList<>(command);
    all.addAll(args);
    return String.join(" ", all);
  }
}
