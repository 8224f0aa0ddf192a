using MusicGen.Music.Originality;

namespace MusicGen.Music.Tests.Originality;

public sealed class CopyCorporaTests
{
    /// <remarks>
    /// The shares are those that a few lines of Python with mido give, on the same files. Another program gave 68.4, 26.1, 9.3, 3.8, 1.35 and 0.15 % for all
    /// 456 solos, of which the corpus has 367; with other tenths of them held out, runs of 6 cover 65 to 73 % and runs of 12 2.5 to 4.4 %.
    /// </remarks>
    [Theory]
    [InlineData(6, 0.7308)]
    [InlineData(8, 0.3122)]
    [InlineData(10, 0.1073)]
    [InlineData(12, 0.0347)]
    [InlineData(16, 0.0067)]
    [InlineData(20, 0)]
    public void Count_HeldOutWeimarSolos_IsAsMuchAsPeopleCopy(int run, double share)
    {
        var solos = WeimarSolos.Require();
        var meter = new CopyMeter(solos.Vocabulary, solos.HeldOut);
        meter.Compare(solos.Vocabulary, solos.Train, cancellationToken: TestContext.Current.CancellationToken);

        var count = meter.Count(run);

        Assert.Equal(solos.HeldOut.Sum(solo => solo.Length), count.Notes);
        Assert.Equal(share, count.Share, 0.002);
        Assert.InRange(count.LongestRun, 16, 19);
    }
}
