using System.Globalization;
using MeterFirmware.Settings;
using MeterFirmware.Storage;
using Spectre.Console;

namespace MeterFirmware.Companion.Chip;

/// <summary>Runs nanoff step by step and tells how it goes.</summary>
internal sealed class FlashSession(Nanoff nanoff, FlashRequest request, PrivateFolder folder, IAnsiConsole console, TimeProvider clock)
{
    private const int SpinnerAndGaps = 5;

    private bool _hasPsram;
    private bool _isMemoryTold;

    /// <summary>Puts everything on the chip.</summary>
    /// <exception cref="CommandFailure">A step failed; those after it were not begun.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        SerialPortAccess.Check(request.Port);
        await nanoff.CheckVersionAsync(cancellation);
        List<FlashStep> steps = FlashPlan.Steps(request, folder.Path);
        for (int i = 0; i < steps.Count; i++)
        {
            FlashStep step = steps[i];
            string title = $"{i + 1}/{steps.Count}  {step.Title}";
            long start = clock.GetTimestamp();
            NanoffRun run = await RunAsync(step, title, cancellation);
            string? problem = NanoffFailure.Explain(run, request.Port, request.Target);
            string target = request.Target;
            string done = $"done in {(long)clock.GetElapsedTime(start).TotalSeconds} s";
            if (step.IsOfClr)
            {
                // What cannot be found out hinders nothing: the chip checks the firmware again when it starts.
                ClrLook? look = problem == null ? ClrLook.Read(run.Output) : null;
                if (look == null)
                {
                    console.MarkupLine($"{Markup.Escape(title)}: [yellow]not checked[/]");
                    Console.Error.WriteLine($"Whether the chip's nanoCLR fits is not checked: {problem ?? "nanoff says nothing of it that this program understands"}.");
                    continue;
                }

                problem = ProblemOf(look);
                done = $"{(request.Image == null ? "" : "it fits ")}{look.Version}, {look.Target}";
                target = look.Target;
            }
            else if (step.Part == null && problem == null)
            {
                ChipLook? look = ChipLook.Read(run.Output);
                problem = look?.ProblemOf(request.Target);
                done = look?.ToString() ?? "nanoff does not say";
                _hasPsram = look?.HasPsram == true;
            }

            if (problem != null)
            {
                console.MarkupLine($"{Markup.Escape(title)}: [red]failed[/]");
                throw new CommandFailure(ExitCode.NotReachable, Sentence(problem) + Rest(steps, i));
            }

            console.MarkupLine($"{Markup.Escape(title)}: [green]{Markup.Escape(done)}[/]");
            if (step.Part == null)
            {
                TellMemory(target);
            }
        }
    }

    private string? ProblemOf(ClrLook look) =>
        (request.Image is string image ? look.ProblemOf(Path.GetFileName(image), FirmwareImage.Read(image)) : null)
        ?? (request.Settings is DeviceSettings settings && FlashTarget.Find(look.Target)?.ProblemOf(settings) is string problem ? $"in the settings {problem}" : null);

    // nanoff prints no figure for the memory of a chip; which nanoCLR it runs tells it.
    private void TellMemory(string target)
    {
        if (!_isMemoryTold && FlashTarget.MemoryWarning(target, _hasPsram, request.Settings) is string warning)
        {
            Console.Error.WriteLine(warning);
        }

        _isMemoryTold = true;
    }

    private async Task<NanoffRun> RunAsync(FlashStep step, string title, CancellationToken cancellation)
    {
        if (step.FileName != null)
        {
            folder.Write(step.FileName, step.Json!);
        }

        if (step.Part == FlashPart.Files && request.HasCounter)
        {
            // Counters are milliseconds since 1970.
            folder.Write(DeviceStorage.CounterFile, clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }

        NanoffRun run = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi
            ? await console.Status().StartAsync(
                Markup.Escape(title),
                status => nanoff.RunAsync(step.Arguments, line => status.Status = WithNote(title, Mask(line)), cancellation))
            : await nanoff.RunAsync(step.Arguments, _ => { }, cancellation);
        return run with { Output = Mask(run.Output) };
    }

    // What nanoff says last, as far as it fits beside the title.
    private string WithNote(string title, string note)
    {
        int room = console.Profile.Width - title.Length - SpinnerAndGaps;
        string cut = note.Trim();
        cut = cut.Length > room ? cut[..Math.Max(room, 0)] : cut;
        return $"{Markup.Escape(title)}  [grey]{Markup.Escape(cut)}[/]";
    }

    // nanoff has no reason to write the password; if it ever does, this program does not repeat it.
    private string Mask(string text) => request.Wifi is { Password.Length: > 0 } wifi
        ? text.Replace(wifi.Password, DryRun.Mask, StringComparison.Ordinal)
        : text;

    private static string Sentence(string problem) =>
        problem.StartsWith("nano", StringComparison.Ordinal) ? $"{problem}." : $"{char.ToUpperInvariant(problem[0])}{problem[1..]}.";

    // How to go on where it stopped.
    private static string Rest(List<FlashStep> steps, int failed)
    {
        string[] left = [.. steps.Skip(failed).Where(step => step.Part != null).Select(step => step.Part.ToString()!.ToLowerInvariant())];
        return !steps.Take(failed).Any(step => step.Part != null) ? "" : $" What is done stays done; go on with --only {string.Join(',', left)}.";
    }
}
