using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Music with rhythm, velocity, instruments and drums as one stream of tokens, on a grid of 24 ticks a quarter.</summary>
/// <remarks>
/// <para>
/// A piece is <c>{ Bar [TimeSig] { Position [Tempo] [Key] [Chord] { Program { Pitch Velocity Duration } } } } EOS</c>, where after
/// <c>Program_Drums</c> a note is <c>DrumPitch Velocity</c>. There is one way to tell a piece, so these rules are part of the language:
/// </para>
/// <list type="bullet">
/// <item>The first bar has a TimeSig; a later one has it where it differs from the one in force.</item>
/// <item>Positions rise within a bar and lie in it. None is empty: a tempo, key, chord or note stands there.</item>
/// <item>The first position has a Tempo. Later Tempos, and all Keys and Chords, differ from the one in force.</item>
/// <item>In a position programs rise (drums last), and the pitches of a program rise. At most 15 programs of a piece are pitched.</item>
/// <item>EOS follows a note; a piece without notes is EOS alone. There is no BOS: a model has its own beginning.</item>
/// </list>
/// <para>
/// For every valid piece of at most <see cref="Score24Options.MostBars"/> bars, encoding what it decodes to gives the same tokens, provided
/// that the options tell chords and keys where the piece has them and programs are exact.
/// </para>
/// <para>
/// Onsets move by at most 1/48 quarter, durations up to 16 quarters by at most 1/48 quarter or 6.25 %, velocities by at most 2.
/// A meter without a token is told as one with bars of the same length (3/2 as 6/4), else as 4/4. A bar that a meter cuts short, such as a
/// pickup, is told as a bar of its length, else together with the bar after it (one quarter and 4/4 as 5/4); where no meter fits, the new
/// one waits for the next bar line. Onsets stay in any case. Time is n log n in the notes; memory is a small multiple of the score.
/// </para>
/// </remarks>
public static class Score24
{
    /// <summary>The grid: 24 holds 32nds (3), 16ths (6), 8th triplets (8) and 16th triplets (4) exactly.</summary>
    public const int TicksPerQuarter = 24;

    /// <summary>The tokens of a score, and what they do not say.</summary>
    /// <param name="score">Any score; tracks of one program are told together.</param>
    /// <param name="options">Default: all programs, no chords, no keys.</param>
    /// <exception cref="Score24LimitException">The score has too many bars.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Score24Encoding Encode(Score score, Score24Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        options ??= new Score24Options();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostBars, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MostBars, Score24Options.MostBarsLimit);
        if (!Enum.IsDefined(options.Programs)) throw new ArgumentOutOfRangeException(nameof(options), options.Programs, $"{nameof(options.Programs)} is no {nameof(ProgramMapping)}.");
        return new Score24Encoder(score, options).Encode();
    }

    /// <summary>The score that a piece tells: 24 ticks a quarter, a track for each program in the order they begin.</summary>
    /// <param name="tokens">A piece, from Bar to EOS.</param>
    /// <param name="name">The name of the piece.</param>
    /// <remarks>
    /// Drums lie on the drum channel and last a 16th, but not over the bar line. The end is the last bar line, or the end of the note that
    /// lasts longer.
    /// </remarks>
    /// <exception cref="Score24FormatException">The tokens are not a valid piece.</exception>
    public static Score Decode(ReadOnlySpan<int> tokens, string? name = null) =>
        new Score24Decoder().Decode(tokens, name);
}
