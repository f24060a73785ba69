package dev.ingot.stager.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressesTest {
  @Test
  void userAndPassword_areNotShown_evenWithAnAtSignInThem() {
    assertThat(Addresses.shown("https://me:p@ss@example.com/a@b.zip")).isEqualTo("https://***@example.com/a@b.zip");
    assertThat(Addresses.shown("from https://a:b@x.example to http://c:d@y.example/")).isEqualTo("from https://***@x.example to http://***@y.example/");
    assertThat(Addresses.shown("https://example.com?mail=me@example.com")).isEqualTo("https://example.com?mail=me@example.com");
  }

  @Test
  void lineOfAProgram_doesNotSayThem_whereItQuotesAPart() {
    assertThat(Addresses.shown("cannot log in as me:p@ss@example.com", "https://me:p@ss@example.com/x")).isEqualTo("cannot log in as ***@example.com");
    assertThat(Addresses.shown("nothing of the kind", "https://example.com/x")).isEqualTo("nothing of the kind");
  }
}
