using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace MeterFirmware.Companion.Serve;

/// <summary>Stands before page and API: who may come in, and what a browser may do with what it gets.</summary>
/// <param name="doorkeeper">Knows the password; null when there is none.</param>
/// <param name="isOpenToRead">Whether reading takes no password.</param>
internal sealed class Guard(Doorkeeper? doorkeeper, bool isOpenToRead)
{
    /// <summary>Where the password is asked for.</summary>
    public const string LoginPath = "/login";

    /// <summary>The claim of a login that names the password it was made with.</summary>
    public const string StampClaim = "stamp";

    // Scripts and styles are files of this program, and nothing comes from elsewhere.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] NamesOfHomes = ["local", "lan", "home", "internal", "arpa", "localdomain", "localhost", "box"];

    /// <summary>Takes a request.</summary>
    public async Task TakeAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";

        PathString path = context.Request.Path;
        if (path == Health.Path)
        {
            await next(context);
            return;
        }

        bool isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        bool isFree = doorkeeper == null || (isOpenToRead && isRead);

        // What needs no password may be read by any page in a browser of the house that has made its own name point here.
        if (isFree && !IsNameOfHome(context.Request.Host.Host))
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This is not known by that name; use its address, or a name without a point.");
            return;
        }

        Attempt attempt = isFree || path == LoginPath || PageFiles.IsStyle(path) || await HasLoginAsync(context) ? Attempt.Right : TryBasic(context);
        if (attempt == Attempt.Right)
        {
            await next(context);
        }
        else if (attempt == Attempt.TooMany)
        {
            headers.RetryAfter = "60";
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many wrong passwords; wait for a minute.");
        }
        else if (isRead && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(LoginPath);
        }
        else
        {
            // A script of the page must not make the browser ask.
            if (!context.Request.Headers.ContainsKey("Sec-Fetch-Site"))
            {
                headers.WWWAuthenticate = "Basic realm=\"meter\", charset=\"UTF-8\"";
            }

            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "The password is missing or wrong.");
        }
    }

    /// <summary>Answers with an error as the API has them.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"error": "{{System.Text.Json.JsonEncodedText.Encode(error)}}"}""");
    }

    // An address, a name without a point, or one that the public name system does not have.
    private static bool IsNameOfHome(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _) || !host.Contains('.', StringComparison.Ordinal)
        || NamesOfHomes.Contains(host.TrimEnd('.').Split('.')[^1].ToLowerInvariant());

    private async Task<bool> HasLoginAsync(HttpContext context) =>
        (await context.AuthenticateAsync()).Principal?.FindFirst(StampClaim)?.Value == doorkeeper!.Stamp;

    // Any user: there is one password.
    private Attempt TryBasic(HttpContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out AuthenticationHeaderValue? header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter == null)
        {
            return Attempt.Wrong;
        }

        byte[] bytes = new byte[header.Parameter.Length];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out int count))
        {
            return Attempt.Wrong;
        }

        string login = Encoding.UTF8.GetString(bytes, 0, count);
        int colon = login.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Attempt.Wrong : doorkeeper!.Try(login[(colon + 1)..], context.Connection.RemoteIpAddress ?? IPAddress.None);
    }
}
