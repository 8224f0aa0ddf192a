using MusicGen.Music.Prediction;

namespace MusicGen.Music.Tests.Prediction;

public sealed class NgramCorporaTests
{
    /// <remarks>
    /// Another implementation gave these nats a note for orders 1 to 5 on all 456 solos, of which the corpus has 367, every tenth held out and ends not
    /// counted: 3.351, 2.470, 2.392, 2.453, 2.615.
    /// </remarks>
    [Fact]
    public void Losses_HeldOutWeimarSolos_AreAboutThePublishedOnes()
    {
        var solos = WeimarSolos.Require();
        var model = NgramModel.Train(solos.Vocabulary, solos.Train, cancellationToken: TestContext.Current.CancellationToken);

        var losses = model.Losses(solos.HeldOut, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((367, 16_389), (solos.Train.Length + solos.HeldOut.Length, losses[0].Tokens));
        Assert.Equal([3.351, 2.470, 2.392, 2.453, 2.615], losses.Take(5).Select(loss => loss.NatsPerToken), (published, ours) => Math.Abs(published - ours) < 0.02);
        Assert.Equal(3, losses.MinBy(loss => loss.Nats).Order);
    }
}
