namespace MusicGen.Bench.Serve;

/// <summary>A seed of its own for every tune, the same in every run.</summary>
internal static class Seeds
{
    private const long TunesOfAReceiver = 1 << 20;

    public static long Of(int receiver, int number) => (receiver * TunesOfAReceiver) + number;
}
