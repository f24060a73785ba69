package dev.ingot.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @Test
  void header_isBasic_orTheTokenAsItIs() throws Exception {
    assertThat(new Credentials("Aladdin", "open sesame").header()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(Credentials.token("abc.def").header()).isEqualTo("Bearer abc.def");
  }

  @ParameterizedTest
  @ValueSource(strings = {"geheim\u2019nis", "two words", "two\nlines", ""})
  void tokenThatNoHeaderCanHave_isRefusedWithoutSayingIt(String token) {
    assertThatThrownBy(() -> Credentials.token(token).header()).isInstanceOf(RegistryException.class).hasMessageContaining("token").message()
        .matches(message -> token.isEmpty() || !message.contains(token));
  }
}
