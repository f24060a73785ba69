package dev.ingot.controller.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VaultTest {
  private final Vault vault = new Vault(List.of("a key of twenty letters"));

  @Test
  void what_is_sealed_opens_and_does_not_show() {
    String sealed = vault.seal("pässword", "t.c/1");
    assertThat(sealed).startsWith("v1.").doesNotContain("ssword");
    assertThat(vault.open(sealed, "t.c/1")).isEqualTo("pässword");
    assertThat(vault.seal("pässword", "t.c/1")).isNotEqualTo(sealed);
  }

  @Test
  void a_value_opens_only_where_it_was_sealed_for() {
    String sealed = vault.seal("x", "t.c/1");
    assertThatThrownBy(() -> vault.open(sealed, "t.c/2")).isInstanceOf(VaultException.class).hasMessageContaining("t.c/2");
  }

  @Test
  void damage_is_told() {
    String sealed = vault.seal("secret", "p");
    char last = sealed.charAt(sealed.length() - 2);
    String damaged = sealed.substring(0, sealed.length() - 2) + (last == 'A' ? 'B' : 'A') + sealed.charAt(sealed.length() - 1);
    for (String bad : List.of(damaged, "", "v1", "secret", "v1..", "v2" + sealed.substring(2), sealed.substring(0, 20), sealed + "!")) {
      assertThatThrownBy(() -> vault.open(bad, "p")).as(bad).isInstanceOf(VaultException.class).hasMessageNotContaining("secret");
    }
  }

  @Test
  void an_old_key_still_opens_and_the_first_one_seals() {
    String old = vault.seal("x", "p");
    Vault rotated = new Vault(List.of("another key of twenty", "a key of twenty letters"));
    assertThat(rotated.open(old, "p")).isEqualTo("x");
    String fresh = rotated.seal("x", "p");
    assertThatThrownBy(() -> vault.open(fresh, "p")).isInstanceOf(VaultException.class).hasMessageContaining("ingot.encryption-key-file");
  }
}
