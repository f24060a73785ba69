package dev.ingot.buildpacks.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void actionsDirectivesAndModules_areFound_butNotInComments() {
    var template = Template.of("# daemon off; {{exec}}\n{{ module \"ngx_http_geoip2_module\" }}\nload_module modules/ngx_stream_module.so;\nhttp { server { listen {{ port }}; } access_log off; }\n").check("nginx.conf");
    assertThat(template.has("daemon")).isFalse();
    assertThat(template.has("access_log")).isTrue();
    assertThat(template.namesPort()).isTrue();
    assertThat(template.needsVariables()).isFalse();
    assertThat(template.modules()).containsExactly("ngx_http_geoip2_module", "ngx_stream_module");
    assertThat(Template.packageOf("ngx_http_geoip2_module")).isEqualTo("libnginx-mod-http-geoip2");
  }

  @Test
  void unknownActions_areRefused() {
    for (var bad : new String[] {"{{exec \"id\"}}", "{{env}}", "{{env \"A;B\"}}", "{{module \"../../x\"}}", "{{ }}"}) {
      assertThatThrownBy(() -> Template.of(bad).check("a.conf")).as(bad).isInstanceOf(BuildFailure.class).hasMessageContaining("a.conf");
    }
  }
}
