<%@ page contentType="text/html; charset=UTF-8" %>
<!doctype html>
<html lang="en">
  <body><p>${greeting}, ${guest}!</p></body>
</html>
