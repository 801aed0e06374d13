using System.CommandLine;
using System.Data.Common;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Service;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that name a store, a meter in it, and days of it.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string> _store = StoreOption("The store", "the one that 'meter serve' keeps, in ~/.local/state/meter");
    private readonly Option<string?> _meter = new("--meter") { Description = "The meter's name in the store; needed when that has more than one", HelpName = "NAME" };
    private readonly Option<string?> _from = Day("--from", "The first day");
    private readonly Option<string?> _to = Day("--to", "The last day");

    /// <summary>The file of whoever runs this.</summary>
    public static string DefaultStore => Path.Combine(ServiceUnit.DefaultFolder, "history.db");

    /// <summary>The option that names a store.</summary>
    /// <param name="description">What it is for, in a few words.</param>
    /// <param name="standard">Which one is taken when none is named.</param>
    public static Option<string> StoreOption(string description, string standard) => new("--store")
    {
        Description = $"{description}: a file, or postgres://user@host/database; default {standard}",
        HelpName = "PATH",
        DefaultValueFactory = _ => DefaultStore,
    };

    /// <summary>The store that is named, its folder made when it is the one of whoever runs this.</summary>
    /// <exception cref="CommandFailure">It is no address, or the folder cannot be made.</exception>
    public static StoreAddress AddressOf(string text)
    {
        if (text == DefaultStore)
        {
            try
            {
                Directory.CreateDirectory(ServiceUnit.DefaultFolder);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(ExitCode.BadInput, $"The folder {ServiceUnit.DefaultFolder} cannot be made: {error.Message.TrimEnd('.')}; name another place with --store.");
            }
        }

        return new StoreAddress(text);
    }

    /// <summary>Adds those that name the store and the meter.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_store);
        command.Options.Add(_meter);
    }

    /// <summary>Adds those that name days too.</summary>
    public void AddWithDaysTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_from);
        command.Options.Add(_to);
    }

    /// <summary>Works with the store.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isNew">Whether a file that is not there is made.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="CommandFailure">The store cannot be opened, or fails meanwhile.</exception>
    public void Use(ParseResult parsed, bool isNew, Action<HistoryStore> work)
    {
        StoreAddress address = AddressOf(parsed.GetValue(_store)!);
        if (!isNew && address.Path != null && !File.Exists(address.Path))
        {
            throw new CommandFailure(ExitCode.BadInput, Directory.Exists(address.Path) ? $"{address.Name} is a folder; name a file in it." : $"There is no store {address.Name}; 'meter history import' makes one.");
        }

        using HistoryStore store = HistoryStore.Open(address);
        try
        {
            work(store);
        }
        catch (DbException error)
        {
            throw new CommandFailure(address.IsPostgres ? ExitCode.NotReachable : ExitCode.BadInput, $"The store {address.Name} fails: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
        }
    }

    /// <summary>The meter that is meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="store">The store.</param>
    /// <param name="isNew">Whether it may be one that is not there yet.</param>
    /// <exception cref="CommandFailure">It cannot be told, or is not there.</exception>
    public HistoryMeter Meter(ParseResult parsed, HistoryStore store, bool isNew)
    {
        List<HistoryMeter> meters = store.Meters();
        string? name = parsed.GetValue(_meter);
        HistoryMeter? found = name != null ? meters.Find(meter => meter.Name == name) : meters.Count == 1 ? meters[0] : null;
        return found != null ? found
            : isNew && (name != null || meters.Count == 0) ? new HistoryMeter(name ?? HistoryStore.NamelessMeter, null, null)
            : throw new CommandFailure(ExitCode.BadInput, meters.Count == 0
                ? "The store has no history yet."
                : $"{(name == null ? "The store has more than one meter" : $"The store has no meter \"{name}\"")}; name one with --meter: {string.Join(", ", meters.Select(meter => meter.Name))}.");
    }

    /// <summary>The time that is meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="meter">Of which all is meant when nothing is said.</param>
    /// <returns>Days, both included; a first one after the last when nothing is known.</returns>
    /// <exception cref="CommandFailure">It ends before it begins.</exception>
    public (int FirstDay, int LastDay) Days(ParseResult parsed, HistoryMeter meter)
    {
        int? from = parsed.GetValue(_from) is string first ? CivilDate.Parse(first) : null;
        int? to = parsed.GetValue(_to) is string last ? CivilDate.Parse(last) : null;
        if (from > to)
        {
            throw new CommandFailure(ExitCode.WrongUsage, "--from is after --to.");
        }

        int known = meter.FirstUtc is long firstUtc ? BelgianTime.DayNumber(firstUtc) : to ?? from ?? 1;
        int until = meter.LastUtc is long lastUtc ? BelgianTime.DayNumber(lastUtc - 1) : from ?? to ?? 0;
        return (from ?? known, to ?? Math.Max(until, from ?? until));
    }

    /// <summary>Whether days were named.</summary>
    public bool HasDays(ParseResult parsed) => parsed.GetValue(_from) != null || parsed.GetValue(_to) != null;

    /// <summary>Shows how far something is, as a bar on a terminal and nowhere else.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">Does it; is given what to tell how much of how much is done.</param>
    public static void WithBar(string title, Action<Action<long, long>> work)
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            work((_, _) => { });
            return;
        }

        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title));
                work((done, all) =>
                {
                    task.MaxValue = Math.Max(1, all);
                    task.Value = done;
                });
            });
    }

    private static Option<string?> Day(string name, string description) => new(name)
    {
        Description = $"{description}, such as 2026-12-01; all that is known when left out",
        HelpName = "DATE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (CivilDate.Parse(text) == CivilDate.None)
            {
                result.AddError($"{name} takes a date such as 2026-12-01, not \"{text}\".");
            }

            return text;
        },
    };
}
