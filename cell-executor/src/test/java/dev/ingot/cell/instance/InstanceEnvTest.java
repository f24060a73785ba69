package dev.ingot.cell.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.StartInstance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceEnvTest {
  @Test
  void laterLayers_win() {
    List<String> env = env(spec().putEnv("A", "user").putEnv("PORT", "1").putEnv("LANG", "de_DE"), Map.of("A", "image", "B", "image", "PATH", "/p"));
    assertThat(env).contains("A=user", "B=image", "PATH=/p", "PORT=8080", "LANG=de_DE", "HOME=/h", "TMPDIR=/t");
  }

  @Test
  void vcapApplication_isEnriched() {
    assertThat(env(spec().putEnv("VCAP_APPLICATION", "{\"name\":\"x\"}"), Map.of())).contains(
        "VCAP_APPLICATION={\"name\":\"x\",\"host\":\"0.0.0.0\",\"instance_id\":\"guid\",\"instance_index\":3,\"port\":8080}");
  }

  @Test
  void vcapApplicationThatIsNoObject_staysAsItIs() {
    assertThat(env(spec().putEnv("VCAP_APPLICATION", "nonsense"), Map.of())).contains("VCAP_APPLICATION=nonsense");
    assertThat(env(spec().putEnv("VCAP_APPLICATION", "[1]"), Map.of())).contains("VCAP_APPLICATION=[1]");
  }

  @Test
  void worker_hasNoPort() {
    assertThat(env(spec().clearPorts(), Map.of())).noneMatch(v -> v.startsWith("PORT=")).contains("CF_INSTANCE_PORTS=[]");
  }

  private static StartInstance.Builder spec() {
    return StartInstance.newBuilder().setInstanceGuid("guid").setIndex(3).addPorts(8080).setMemoryBytes(256 << 20);
  }

  private static List<String> env(StartInstance.Builder spec, Map<String, String> image) {
    return InstanceEnv.of(spec.build(), image, "192.0.2.1", "10.1.1.2", "/h", "/t");
  }
}
