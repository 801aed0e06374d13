using System.Data.Common;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace MeterFirmware.Companion.Page;

/// <summary>One look at one page: of which meter, when, in which language.</summary>
/// <param name="meters">The meters that are served.</param>
/// <param name="clock">Tells the time where no telegram does.</param>
/// <param name="services">Have the store of the history, if there is one.</param>
internal sealed class Visit(ServedMeters meters, TimeProvider clock, IServiceProvider services)
{
    private const string MeterQuery = "meter";
    private const string LanguageQuery = "lang";

    private readonly HistoryStore? _store = services.GetService<HistoryStore>();

    /// <summary>The page.</summary>
    public Pages.Entry Page { get; private set; } = null!;

    /// <summary>What is between it and the address bar.</summary>
    public HttpContext Http { get; private set; } = null!;

    /// <summary>All text.</summary>
    public Words Words { get; private set; } = null!;

    /// <summary>The meters that are served.</summary>
    public IReadOnlyList<ServedMeter> Meters { get; } = meters.All;

    /// <summary>The meter; null when there is none, or none of several is named.</summary>
    public ServedMeter? Meter { get; private set; }

    /// <summary>All that is known of it now.</summary>
    public MeterSnapshot Snapshot { get; private set; } = new();

    /// <summary>Now, UTC seconds, as the meter has it.</summary>
    public long NowUtc { get; private set; }

    /// <summary>The local day, in days since 1970-01-01.</summary>
    public int Today => BelgianTime.DayNumber(NowUtc);

    /// <summary>The period that the address names; null of pages without one.</summary>
    public Period? Period { get; private set; }

    /// <summary>Whether the address is none.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether a history is kept.</summary>
    public bool HasHistory => _store != null;

    /// <summary>Whether it did not answer.</summary>
    public bool IsHistoryAway { get; private set; }

    /// <summary>Begins it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="name">The name of a period; null for the one that has today in it.</param>
    public void Begin(HttpContext http, Pages.Entry page, string? name)
    {
        Http = http;
        Page = page;
        Words = Words.For(http.Request.Query[LanguageQuery], http.Request.Headers.AcceptLanguage.ToString());
        string? id = http.Request.Query[MeterQuery];
        Meter = id == null ? meters.Only : meters.Find(id);
        Snapshot = Meter?.Snapshot ?? Snapshot;
        NowUtc = Snapshot.TimeUtc != MeterTime.None ? Snapshot.TimeUtc : clock.GetUtcNow().ToUnixTimeSeconds();
        Period = page.Kind is PeriodKind kind ? Period.Parse(kind, name, Today) : null;

        // By month or by year.
        Period ??= page.Kind == PeriodKind.Month && name != null ? Period.Parse(PeriodKind.Year, name, Today) : null;
        IsLost = (page.Kind != null && Period == null) || (id != null && Meter == null);
    }

    /// <summary>A link that keeps meter and language as this address names them.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="language">Another language; null for the same.</param>
    /// <param name="meter">Another meter; null for the same.</param>
    public string Link(string path, string? language = null, string? meter = null)
    {
        string link = path;
        foreach ((string name, string? value) in new[] { (MeterQuery, meter ?? Http.Request.Query[MeterQuery]), (LanguageQuery, language ?? Http.Request.Query[LanguageQuery]) })
        {
            link = value == null ? link : QueryHelpers.AddQueryString(link, name, value);
        }

        return link;
    }

    /// <summary>What this address names beside a page's own fields, for a form.</summary>
    public IEnumerable<(string Name, string Value)> Kept() => new[] { MeterQuery, LanguageQuery }.Select(name => (name, Http.Request.Query[name].ToString())).Where(pair => pair.Item2.Length > 0);

    /// <summary>Asks the history.</summary>
    /// <param name="ask">What; the name is the meter's.</param>
    /// <returns>The answer; null when there is none.</returns>
    public T? Ask<T>(Func<HistoryStore, string, T> ask)
        where T : class?
    {
        if (_store == null || Meter == null)
        {
            return null;
        }

        try
        {
            return ask(_store, Meter.Id);
        }
        catch (DbException)
        {
            IsHistoryAway = true;
            return null;
        }
    }
}
