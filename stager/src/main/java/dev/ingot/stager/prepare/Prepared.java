package dev.ingot.stager.prepare;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An app that is ready to be looked at by buildpacks.
 *
 * @param env variables of the build: the project's, then the user's
 * @param bindings services bound; 0 = there is no directory of bindings
 * @param brought buildpacks of the app itself, by the path `project.toml` names them with
 */
public record Prepared(Workspace workspace, ProjectDescriptor project, Map<String, String> env, int bindings, Map<String, Path> brought) {
  /** Name of the variable that says where bindings are. Source: servicebinding.io, "Application Projection". */
  public static final String BINDING_ROOT = "SERVICE_BINDING_ROOT";
  private static final String EXEC_ENV = "CNB_EXEC_ENV";

  /**
   * Unpacks the package and takes out of it what the project descriptor leaves out; writes the variables and bindings of the platform directory.
   *
   * @param work an empty directory
   * @param userEnv what the user and the platform set; wins over the project's
   * @param diskBytes limit of the unpacked package; 0 = 8 GiB
   */
  public static Prepared of(Path work, Path packageZip, Map<String, String> userEnv, long diskBytes) throws IOException, StageException {
    var workspace = Workspace.create(work);
    new PackageUnzipper(workspace.app(), diskBytes).unzip(packageZip);
    var project = ProjectDescriptor.read(workspace.app(), execEnv(userEnv));
    var brought = BroughtBuildpacks.take(workspace, project);
    project.apply(workspace.app());
    var env = new LinkedHashMap<>(project.buildEnv());
    env.putAll(userEnv);
    env.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_.-]{0,254}"));
    for (var variable : env.entrySet()) {
      SafeFiles.write(workspace.platformEnv().resolve(variable.getKey()), variable.getValue());
    }
    int bindings = Bindings.write(env.getOrDefault("VCAP_SERVICES", ""), workspace.bindings());
    return new Prepared(workspace, project, env, bindings, brought);
  }

  private static String execEnv(Map<String, String> env) throws StageException {
    String word = env.getOrDefault(EXEC_ENV, "production");
    if (!word.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new StageException("StagingError", EXEC_ENV + " is '" + word + "', which is no execution environment", "Use production, test, development or another word.");
    }
    return word;
  }
}
