using MeterFirmware.Companion.Serve;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MeterFirmware.Companion.Page;

/// <summary>The pages: drawn by the server, each at an address that says all of it.</summary>
/// <remarks>
/// What lives is drawn anew by the server too, when an event tells that there is something new: a script of 1 kB, and nothing that the server must
/// remember of a browser. A circuit of Blazor takes 60 kB of script, a connection and some hundred kB of memory for each.
/// </remarks>
internal static class Pages
{
    /// <summary>All, in the order of the menu.</summary>
    public static readonly Entry[] All =
    [
        new("/", words => words.Now, typeof(NowView), null),
        new("/day", words => words.Day, typeof(DayView), PeriodKind.Day),
        new("/week", words => words.Week, typeof(SpanView), PeriodKind.Week),
        new("/month", words => words.Month, typeof(SpanView), PeriodKind.Month),
        new("/year", words => words.Year, typeof(SpanView), PeriodKind.Year),
        new("/peaks", words => words.Peaks, typeof(PeaksView), PeriodKind.Year),
        new("/costs", words => words.Costs, typeof(CostsView), null),
        new("/gas-water", words => words.GasAndWater, typeof(VolumesView), PeriodKind.Month),
        new("/state", words => words.Health, typeof(HealthView), null),
    ];

    public static void AddTo(IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddScoped<Visit>();
        services.AddScoped(provider => provider.GetRequiredService<Visit>().Words);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        Login.Map(app);
        foreach (Entry page in All)
        {
            app.MapGet(page.Kind == null ? page.Path : page.Path + "/{name?}", (RequestDelegate)(context => DrawAsync(context, page)));
        }
    }

    private static Task DrawAsync(HttpContext context, Entry page)
    {
        if (!context.Request.Host.HasValue)
        {
            return Guard.RefuseAsync(context, StatusCodes.Status400BadRequest, "The request names no host; the page's own links need one.");
        }

        Visit visit = context.RequestServices.GetRequiredService<Visit>();
        visit.Begin(context, page, (string?)context.GetRouteValue("name"));
        return new RazorComponentResult<Layout> { StatusCode = visit.IsLost ? StatusCodes.Status404NotFound : StatusCodes.Status200OK }.ExecuteAsync(context);
    }

    /// <summary>A page.</summary>
    /// <param name="Path">Its address, without a period.</param>
    /// <param name="Title">Its name.</param>
    /// <param name="Component">What draws it.</param>
    /// <param name="Kind">The periods that it has; null for none.</param>
    internal sealed record Entry(string Path, Func<Words, string> Title, Type Component, PeriodKind? Kind);
}
