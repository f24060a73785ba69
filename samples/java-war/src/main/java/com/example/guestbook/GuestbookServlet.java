package com.example.guestbook;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.commons.text.StringEscapeUtils;

/** Puts what it knows into the request; the JSP shows it. */
@WebServlet("/hello")
public class GuestbookServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
    var guest = request.getParameter("guest");
    request.setAttribute("guest", StringEscapeUtils.escapeHtml4(guest == null ? "stranger" : guest));
    request.setAttribute("greeting", "Hello from a servlet");
    request.getRequestDispatcher("/WEB-INF/hello.jsp").forward(request, response);
  }
}
