using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Gives phrases their pitches: chord tones on the beat, and between them notes that lead into the next one.</summary>
/// <remarks>Source of the devices: Baker, How to Play Bebop, vol. 1, 1987 (approach notes, enclosures).</remarks>
internal sealed class LeadLine(Tune tune, PitchRange range, Dice dice)
{
    public const int Channel = 0;

    private const int Gap = 15;
    private const int Margin = 4;

    private int _last = range.Middle;

    /// <param name="phrase">What to play.</param>
    /// <param name="start">Its first eighth, counted from the start of the piece.</param>
    public IEnumerable<Note> Play(Phrase phrase, int start)
    {
        var pitches = phrase.IsBlue ? BluePitches(phrase) : PitchesAlongTheChords(phrase, start);
        _last = pitches[^1];
        return phrase.Slots.Select((slot, i) =>
            SwingGrid.NoteAt(start + slot.Eighth, slot.Length, pitches[i], Velocity(start + slot.Eighth), Channel, Gap));
    }

    private int Velocity(int eighth) => 78 + dice.Below(14) + (eighth % 2 * 8); // off-beats are accented in swing

    private int[] BluePitches(Phrase phrase)
    {
        var pitch = _last;
        return [.. phrase.Slots.Select(slot => pitch = Moved(tune.BluesScale, pitch, slot.Step))];
    }

    private int[] PitchesAlongTheChords(Phrase phrase, int start)
    {
        var slots = phrase.Slots;
        var pitches = new int[slots.Count];
        var pitch = _last;
        for (var i = 0; i < slots.Count; i++)
        {
            if (!IsPassing(slots, i, start)) pitch = pitches[i] = Moved(ChordOf(slots[i], start).Tones, pitch, slots[i].Step);
        }
        for (var i = 0; i < slots.Count; i++)
        {
            if (!IsPassing(slots, i, start)) continue;
            var from = pitches[i > 0 ? i - 1 : i + 1];
            pitches[i] = Passing(from, pitches[i + 1], ChordOf(slots[i], start));
        }
        return pitches;
    }

    /// <summary>Whether a note stands off the beat, short, with the next one right after it on the beat.</summary>
    private static bool IsPassing(IReadOnlyList<Slot> slots, int i, int start) =>
        (start + slots[i].Eighth) % 2 == 1 && slots[i].Length == 1 && i + 1 < slots.Count && slots[i + 1].Eighth == slots[i].Eighth + 1;

    /// <summary>A long note off the beat anticipates the next beat's chord.</summary>
    private Chord ChordOf(Slot slot, int start)
    {
        var eighth = start + slot.Eighth;
        return tune.At(eighth % 2 == 1 && slot.Length > 1 ? (eighth + 1) / 2 : eighth / 2);
    }

    private int Passing(int from, int to, Chord chord)
    {
        var side = from >= to ? 1 : -1;
        var choice = dice.Below(100);
        var pitch = choice switch
        {
            < 30 => to + side, // chromatic approach from the side the line comes from
            < 45 => to - 1, // from below
            < 60 => PitchMath.Next(chord.Scale, to, -side), // enclosure: past the goal and back
            < 80 => PitchMath.Next(chord.Scale, to, side),
            _ => PitchMath.Next(chord.Tones, to, side),
        };
        if (pitch == from) pitch = PitchMath.Next(chord.Scale, to, -side);
        return range.Contains(pitch) ? pitch : PitchMath.Next(chord.Scale, to, pitch > range.Highest ? -1 : 1);
    }

    /// <summary>Some tones up or down, turning round near the ends of the range.</summary>
    private int Moved(int[] classes, int pitch, int step)
    {
        var direction = Math.Sign(step);
        if (pitch > range.Highest - Margin) direction = -1;
        if (pitch < range.Lowest + Margin) direction = 1;
        for (var count = Math.Abs(step); count > 0; count--)
        {
            var next = PitchMath.Next(classes, pitch, direction);
            if (!range.Contains(next)) break;
            pitch = next;
        }
        return pitch;
    }
}
