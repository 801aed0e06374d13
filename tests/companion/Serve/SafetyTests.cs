using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Serve;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class SafetyTests
{
    private const string Password = "correct horse";

    private static readonly Lazy<string> Hash = new(() => Doorkeeper.Hash(Password));

    private static ServeSettings WithPassword => new() { PasswordHash = Hash.Value };

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("192.168.1.5:8080", HttpStatusCode.OK)]
    [InlineData("[fd00::5]:8080", HttpStatusCode.OK)]
    [InlineData("raspberrypi", HttpStatusCode.OK)]
    [InlineData("raspberrypi.local", HttpStatusCode.OK)]
    [InlineData("rebound.example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.example.com", HttpStatusCode.MisdirectedRequest)]
    public async Task Without_a_password_no_page_of_the_internet_can_take_it_for_its_own(string host, HttpStatusCode status)
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/meters");
        request.Headers.Host = host;

        using HttpResponseMessage answer = await house.Http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task With_a_password_nothing_but_health_is_told_without()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Send(ServedHouse.Usual());

        foreach (string path in new[] { "/", "/meter.js", "/api/now", "/api/events", "/api/openapi.json", "/metrics", "/logout", "/nothing" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await house.StatusAsync(path));
        }

        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync("/health"));
        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync("/login"));
        using HttpRequestMessage browser = new(HttpMethod.Get, "/");
        browser.Headers.Accept.ParseAdd("text/html");
        using HttpResponseMessage answer = await house.Http.SendAsync(browser);
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_program_gets_in_with_the_password_and_any_user()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Send(ServedHouse.Usual());

        Assert.Equal(HttpStatusCode.OK, (await BasicAsync(house, "/api/now", "anyone", Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await BasicAsync(house, "/metrics", "", Password)).StatusCode);
        HttpResponseMessage refused = await BasicAsync(house, "/api/now", "anyone", "correct horsf");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Passwords_cannot_be_tried_out()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Send(ServedHouse.Usual());
        for (int i = 0; i < Doorkeeper.MostWrong; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await BasicAsync(house, "/api/now", "", $"wrong {i}")).StatusCode);
        }

        // From here on not even the right one is looked at, for a minute.
        HttpResponseMessage refused = await BasicAsync(house, "/api/now", "", Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
        house.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await BasicAsync(house, "/api/now", "", Password)).StatusCode);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await BasicAsync(house, "/api/now", "", Password)).StatusCode);
    }

    [Fact]
    public async Task A_login_lasts_over_requests_until_it_is_ended()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Send(ServedHouse.Usual());

        (HttpResponseMessage entered, string cookie) = await LogInAsync(house, Password);

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entered.StatusCode, entered.Headers.Location!.ToString()));
        string login = entered.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("meter-login=", StringComparison.Ordinal));
        Assert.Contains("httponly", login, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", login, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await WithCookieAsync(house, HttpMethod.Get, "/api/now", cookie)).StatusCode);

        (string form, string token) = await FormAsync(house, "/logout", cookie);
        Assert.Equal(HttpStatusCode.OK, (await WithCookieAsync(house, HttpMethod.Get, "/api/now", cookie)).StatusCode);
        HttpResponseMessage left = await WithCookieAsync(house, HttpMethod.Post, "/logout", $"{cookie}; {form}", Form(token));
        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
        Assert.Contains("meter-login=;", string.Concat(left.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nl-BE,nl;q=0.9,en;q=0.5", "nl", "Wachtwoord", "Dat is niet het wachtwoord.")]
    [InlineData("fr", "fr", "Mot de passe", "Ce n&#x27;est pas le mot de passe.")]
    [InlineData("de", "en", "Password", "That is not the password.")]
    public async Task The_password_is_asked_for_in_the_language_of_the_browser(string accepted, string language, string label, string refusal)
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Http.DefaultRequestHeaders.Add("Accept-Language", accepted);
        string page = await ServedHouse.TextAsync(house.Http, "/login");
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<label>{label} ", page, StringComparison.Ordinal);

        (string form, string token) = await FormAsync(house, "/login", "");
        HttpResponseMessage refused = await WithCookieAsync(house, HttpMethod.Post, "/login", form, Form(token, "wrong"));
        Assert.Contains(refusal, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_asked_for_without_a_host_is_a_bad_request()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using TcpClient client = new();
        await client.ConnectAsync(house.Host.Address.Host, house.Host.Address.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /day HTTP/1.0\r\n\r\n"u8.ToArray());
        using StreamReader reader = new(stream);

        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_page_logs_nobody_in_or_out()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        (_, string cookie) = await LogInAsync(house, Password);
        (string form, string token) = await FormAsync(house, "/login", "");

        Assert.Equal(HttpStatusCode.BadRequest, (await WithCookieAsync(house, HttpMethod.Post, "/login", "", Form(token, Password))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await WithCookieAsync(house, HttpMethod.Post, "/login", form, Form("", Password))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await WithCookieAsync(house, HttpMethod.Post, "/logout", cookie, Form(""))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithCookieAsync(house, HttpMethod.Post, "/login", form, Form(token, "wrong"))).StatusCode);
    }

    [Fact]
    public async Task A_login_outlives_a_restart_and_no_other_password()
    {
        string keys = Directory.CreateTempSubdirectory("keys").FullName;
        try
        {
            string cookie;
            await using (ServedHouse before = await ServedHouse.StartAsync(WithPassword with { KeysFolder = keys }))
            {
                (_, cookie) = await LogInAsync(before, Password);
            }

            await using (ServedHouse after = await ServedHouse.StartAsync(WithPassword with { KeysFolder = keys }))
            {
                Assert.Equal(HttpStatusCode.OK, (await WithCookieAsync(after, HttpMethod.Get, "/api/meters", cookie)).StatusCode);
            }

            await using ServedHouse other = await ServedHouse.StartAsync(new ServeSettings { PasswordHash = Doorkeeper.Hash("another one"), KeysFolder = keys });
            Assert.Equal(HttpStatusCode.Unauthorized, (await WithCookieAsync(other, HttpMethod.Get, "/api/meters", cookie)).StatusCode);
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }

    [Fact]
    public async Task Open_to_read_is_open_to_read_only()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword with { IsOpenToRead = true });
        house.Send(ServedHouse.Usual());

        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync("/api/now"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithCookieAsync(house, HttpMethod.Post, "/api/now", "")).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_done_by_other_ways_than_reading()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        foreach (string path in new[] { "/", "/api/now", "/api/costs", "/api/events", "/metrics", "/health" })
        {
            foreach (HttpMethod method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
            {
                Assert.Equal(HttpStatusCode.MethodNotAllowed, (await WithCookieAsync(house, method, path, "")).StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_browser_is_told_to_take_nothing_from_elsewhere_and_no_page_has_a_script_in_it()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        (_, string cookie) = await LogInAsync(house, Password);

        foreach (string path in new[] { "/", "/login", "/logout", "/meter.js", "/api/meters", "/nothing", "/health" })
        {
            HttpResponseMessage answer = await WithCookieAsync(house, HttpMethod.Get, path, cookie);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Empty(answer.Headers.Server);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Hash.Value[Doorkeeper.Mark.Length..], text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"<script>|<style|\son\w+=|javascript:|https?://", text);
        }
    }

    [Fact]
    public async Task The_port_of_the_emulation_leads_nowhere_else_whatever_name_is_given()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(WithPassword);
        house.Send(ServedHouse.Usual());
        using HttpClient emulation = house.HomeWizard();

        foreach (string path in new[] { "/", "/metrics", "/api/now", "/api/events", "/login" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = house.Host.Address.Authority;
            using HttpResponseMessage answer = await emulation.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using HttpRequestMessage other = new(HttpMethod.Get, "/api/v1/data");
        other.Headers.Host = $"127.0.0.1:{house.Host.HomeWizardPortNumber}";
        using HttpResponseMessage refused = await house.Http.SendAsync(other);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_named()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        IPEndPoint place = (IPEndPoint)other.LocalEndpoint;
        ServeSettings settings = new() { Listen = new IPEndPoint(IPAddress.Loopback, 0), Telegrams = place };

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => ServeHost.StartAsync(settings, new ServedMeters(), new Log(), new FakeTimeProvider()));

        Assert.Equal($"Port {place.Port} is in use by another program; end that one, or choose another port.", failure.Message);
        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
    }

    private static async Task<HttpResponseMessage> BasicAsync(ServedHouse house, string path, string user, string password)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return await house.Http.SendAsync(request);
    }

    private static async Task<(HttpResponseMessage Answer, string Cookie)> LogInAsync(ServedHouse house, string password)
    {
        (string form, string token) = await FormAsync(house, "/login", "");
        HttpResponseMessage answer = await WithCookieAsync(house, HttpMethod.Post, "/login", form, Form(token, password));
        return (answer, Cookies(answer));
    }

    private static async Task<(string Cookie, string Token)> FormAsync(ServedHouse house, string path, string cookie)
    {
        HttpResponseMessage answer = await WithCookieAsync(house, HttpMethod.Get, path, cookie);
        string html = await answer.Content.ReadAsStringAsync();
        return (Cookies(answer), Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value);
    }

    private static string Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? string.Join("; ", set.Select(text => text.Split(';')[0])) : "";

    private static FormUrlEncodedContent Form(string token, string password = "") =>
        new(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["password"] = password });

    private static async Task<HttpResponseMessage> WithCookieAsync(ServedHouse house, HttpMethod method, string path, string cookie, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        if (cookie.Length > 0)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await house.Http.SendAsync(request);
    }
}
