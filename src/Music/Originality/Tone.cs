namespace MusicGen.Music.Originality;

/// <summary>A note of a melody, as far as its word says which.</summary>
/// <param name="Pitch">MIDI key; of a chord a pitch class.</param>
/// <param name="Period">
/// 0: the pitch is that key. Otherwise only its remainder by this number of semitones is known: 12 of most chords, whose word tells no octave, fewer
/// of a symmetric one, whose word tells no root either.
/// </param>
internal readonly record struct Tone(int Pitch, int Period = 0)
{
    private const int Classes = 12;

    /// <summary>Where intervals begin of which only a remainder is known: above all others.</summary>
    private const int Remainders = 128;

    /// <summary>The first class of a chord's normal order: it moves with the chord, which cannot be said of its highest note.</summary>
    public static Tone OfChord(int[] classes)
    {
        var period = 1;
        while (!classes.All(pitchClass => classes.Contains((pitchClass + period) % Classes))) period++;
        return new Tone(classes[0], period);
    }

    /// <summary>The step to the note that follows, the same in every key: semitones, or from 128 on what is known of them.</summary>
    public int IntervalTo(Tone next)
    {
        var interval = next.Pitch - Pitch;
        var period = CommonDivisor(Period, next.Period);
        return period == 0 ? interval : Remainders + (((interval % period) + period) % period);
    }

    private static int CommonDivisor(int one, int other) => other == 0 ? one : CommonDivisor(other, one % other);
}
