using MusicGen.Music.Scores;

namespace MusicGen.Music.Starter;

/// <summary>Time: the ride cymbal's swing pattern, the hi-hat on two and four, now and then a snare or bass drum.</summary>
internal static class SwingDrums
{
    // Keys of the General MIDI percussion map.
    private const int BassDrum = 36;
    private const int Snare = 38;
    private const int PedalHiHat = 44;
    private const int Ride = 51;

    private static readonly int[] RideEighths = [0, 2, 3, 4, 6, 7];

    public static IEnumerable<Note> Play(int bars, Dice dice)
    {
        for (var eighth = 0; eighth < bars * SwingGrid.EighthsPerBar; eighth++)
        {
            var inBar = eighth % SwingGrid.EighthsPerBar;
            if (RideEighths.Contains(inBar)) yield return Hit(eighth, Ride, 62 + dice.Below(16));
            if (inBar is 2 or 6) yield return Hit(eighth, PedalHiHat, 60 + dice.Below(10));
            if (inBar % 2 == 1 && dice.Chance(0.12)) yield return Hit(eighth, dice.Among(Snare, Snare, BassDrum), 40 + dice.Below(25));
        }
    }

    private static Note Hit(int eighth, int key, int velocity) => SwingGrid.NoteAt(eighth, 1, key, velocity, Track.DrumChannel);
}
