using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace MeterFirmware.Companion.Serve;

/// <summary>How an attempt to get in went.</summary>
internal enum Attempt
{
    /// <summary>The password is right.</summary>
    Right,

    /// <summary>It is wrong.</summary>
    Wrong,

    /// <summary>Too many were wrong: it was not looked at.</summary>
    TooMany,
}

/// <summary>Knows the password, and lets nobody try it out: after five wrong ones an address waits for a minute.</summary>
/// <param name="hash">As <see cref="Hash"/> makes it.</param>
/// <param name="clock">Measures that minute.</param>
internal sealed class Doorkeeper(string hash, TimeProvider clock)
{
    /// <summary>Wrong passwords that one address may try in a minute.</summary>
    public const int MostWrong = 5;

    /// <summary>Wrong ones of all together in a minute.</summary>
    public const int MostWrongOfAll = 50;

    /// <summary>The fewest characters of a new password.</summary>
    public const int Shortest = 8;

    /// <summary>What a hash begins with, in a file.</summary>
    public const string Mark = "pbkdf2:";

    // It goes into the hash of nothing else.
    private const string User = "meter";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PasswordHasher<string> _hasher = new();
    private readonly ConcurrentDictionary<IPAddress, int> _wrong = new();

    // To check a password takes a tenth of a second, as it should; who asks each second with the same one does not pay that each time.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private volatile byte[]? _lastRight;
    private long _minuteFrom = clock.GetTimestamp();
    private int _wrongOfAll;

    /// <summary>Names this password, and gives nothing away: a login with another one is none.</summary>
    public string Stamp { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(hash)));

    /// <summary>Makes the hash of a password.</summary>
    public static string Hash(string password) => Mark + new PasswordHasher<string>().HashPassword(User, password);

    /// <summary>Whether a text is such a hash.</summary>
    public static bool IsHash(string text)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text[Mark.Length..], bytes, out int count) && count > 32;
    }

    /// <summary>Tries a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="from">Who tries.</param>
    public Attempt Try(string password, IPAddress from)
    {
        byte[] tried = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
        if (_lastRight is byte[] right && CryptographicOperations.FixedTimeEquals(tried, right))
        {
            return Attempt.Right;
        }

        if (clock.GetElapsedTime(Volatile.Read(ref _minuteFrom)) >= Minute)
        {
            Volatile.Write(ref _minuteFrom, clock.GetTimestamp());
            _wrong.Clear();
            Volatile.Write(ref _wrongOfAll, 0);
        }

        if (_wrong.GetValueOrDefault(from) >= MostWrong || Volatile.Read(ref _wrongOfAll) >= MostWrongOfAll)
        {
            return Attempt.TooMany;
        }

        if (_hasher.VerifyHashedPassword(User, hash[Mark.Length..], password) != PasswordVerificationResult.Failed)
        {
            _lastRight = tried;
            return Attempt.Right;
        }

        _wrong.AddOrUpdate(from, 1, (_, count) => count + 1);
        Interlocked.Increment(ref _wrongOfAll);
        return Attempt.Wrong;
    }
}
