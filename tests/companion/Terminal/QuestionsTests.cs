using MeterFirmware.Companion.Terminal;
using Spectre.Console.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Terminal;

public sealed class QuestionsTests : IDisposable
{
    private readonly TestConsole _console = new TestConsole().Interactive();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task What_the_command_line_answers_is_not_asked()
    {
        Assert.Equal("7", await Asking(canAsk: true).TextAsync("7", "--age", "How old", null, ProblemOf));
        Assert.Equal("", _console.Output);
    }

    [Fact]
    public async Task A_wrong_answer_is_explained_and_asked_again()
    {
        _console.Input.PushTextWithEnter("seven");
        _console.Input.PushTextWithEnter("7");

        Assert.Equal("7", await Asking(canAsk: true).TextAsync(null, "--age", "How old", null, ProblemOf));
        Assert.Contains("A digit was expected.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_where_an_answer_is_needed_is_explained()
    {
        _console.Input.PushKey(ConsoleKey.Enter);
        _console.Input.PushTextWithEnter("7");

        Assert.Equal("7", await Asking(canAsk: true).TextAsync(null, "--age", "How old", null, _ => null));
        Assert.Contains("An answer was expected.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_takes_the_default()
    {
        _console.Input.PushKey(ConsoleKey.Enter);

        Assert.Equal("3", await Asking(canAsk: true).TextAsync(null, "--age", "How old", "3", ProblemOf));
        Assert.Contains("How old (3):", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_not_shown()
    {
        _console.Input.PushTextWithEnter("4711");

        Assert.Equal("4711", await Asking(canAsk: true).SecretAsync(null, "--pin-file", "PIN", _ => null));
        Assert.DoesNotContain("4711", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_is_made_with_the_arrows_and_repeated()
    {
        _console.Input.PushKey(ConsoleKey.DownArrow);
        _console.Input.PushKey(ConsoleKey.Enter);

        Assert.Equal("b", await Asking(canAsk: true).ChoiceAsync(null, "--letter", "Which", ["a", "b"], letter => letter, letter => $"the letter {letter}"));
        Assert.EndsWith("Which the letter b\n", _console.Output.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ja", "y", true)]
    [InlineData("maybe", "n", false)]
    public async Task A_yes_or_no_is_y_or_n_and_anything_else_is_asked_again(string first, string second, bool isYes)
    {
        _console.Input.PushTextWithEnter(first);
        _console.Input.PushTextWithEnter(second);

        Assert.Equal(isYes, await Asking(canAsk: true).ConfirmAsync("Go ahead?", isYes: !isYes));
        Assert.Contains("Please answer y or n.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_default_counts_and_what_has_none_is_an_error()
    {
        Questions questions = Asking(canAsk: false);

        Assert.Equal("3", await questions.TextAsync(null, "--age", "How old", "3", ProblemOf));
        Assert.Equal("--age is missing; nobody can be asked for it here.", (await Assert.ThrowsAsync<CommandFailure>(() => questions.TextAsync(null, "--age", "How old", null, ProblemOf))).Message);
        Assert.Equal("--pin-file is missing; nobody can be asked for it here.", (await Assert.ThrowsAsync<CommandFailure>(() => questions.SecretAsync(null, "--pin-file", "PIN", _ => null))).Message);
        Assert.Equal("--age: a digit was expected.", (await Assert.ThrowsAsync<CommandFailure>(() => questions.TextAsync("x", "--age", "How old", "3", ProblemOf))).Message);
        Assert.Equal("", _console.Output);
    }

    private Questions Asking(bool canAsk) => new(_console, canAsk, CancellationToken.None);

    private static string? ProblemOf(string text) => text.Length == 1 && char.IsAsciiDigit(text[0]) ? null : "a digit was expected";
}
